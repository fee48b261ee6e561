import { describe, expect, test } from '@jest/globals';
import type { Agent } from '../../../api/generated/kinds.js';
import { formatFieldError } from '../../../packages/structural-schema/field-error.js';
import { canonicalQuantity, compareQuantities } from '../../../plan/agent/quantity.js';
import { checkObject } from '../../../plan/manifest/object/checked-object.js';
import { objectProblems } from '../../../plan/manifest/together/object-problems.js';
import { richAgent } from './sample.js';

const problemsOf = (spec: object, name = 'helper') =>
  objectProblems([checkObject({ apiVersion: 'beeai.dev/v1', kind: 'Agent', metadata: { name }, spec } as Agent)]).map(
    formatFieldError,
  );

const serviceName =
  "the name is also the Service's; it must begin with a letter, consist of lower case letters, digits and '-', and have at most 63 characters";
const tagged = 'give an image with a tag or a digest, such as ghcr.io/org/agent:v1';
const digest = `sha256:${'a'.repeat(64)}`;

describe('an Agent in a file', () => {
  const image = 'ghcr.io/org/agent:v1';
  const cases: Record<string, { spec: object; name?: string; want: string[] }> = {
    'every field: accepted': { spec: richAgent, want: [] },
    'an image alone: accepted': { spec: { image }, want: [] },
    'a digest: accepted': { spec: { image: `ghcr.io/org/agent@${digest}` }, want: [] },
    'a tag and a digest: accepted': { spec: { image: `localhost:5000/agent:v1@${digest}` }, want: [] },
    'a short name with a tag: accepted': { spec: { image: 'agent:dev' }, want: [] },
    'no image: required': { spec: {}, want: ['spec.image: Required value'] },
    'an image with no tag: the error says so': {
      spec: { image: 'ghcr.io/org/agent' },
      want: [`spec.image: Invalid value: "ghcr.io/org/agent": ${tagged}`],
    },
    'a port that looks like a tag: refused, no tag': {
      spec: { image: 'localhost:5000/agent' },
      want: [`spec.image: Invalid value: "localhost:5000/agent": ${tagged}`],
    },
    'a blank in an image: refused': {
      spec: { image: 'a b:v1' },
      want: [`spec.image: Invalid value: "a b:v1": ${tagged}`],
    },
    'an empty image: refused': { spec: { image: '' }, want: [`spec.image: Invalid value: "": ${tagged}`] },
    'an image with a scheme: the error says so': {
      spec: { image: 'https://ghcr.io/org/agent:v1' },
      want: [
        `spec.image: Invalid value: "https://ghcr.io/org/agent:v1": an image has no scheme; give registry/name:tag`,
      ],
    },
    'a variable twice: refused at the second': {
      spec: {
        image,
        env: [
          { name: 'A', value: '1' },
          { name: 'A', value: '2' },
        ],
      },
      want: ['spec.env[1]: Duplicate value: {"name":"A"}'],
    },
    'a port out of range: the error names the limit': {
      spec: { image, port: 70_000 },
      want: ['spec.port: Invalid value: 70000: spec.port in body should be less than or equal to 65535'],
    },
    'an unknown protocol: the error lists the known ones': {
      spec: { image, protocol: 'mcp' },
      want: ['spec.protocol: Unsupported value: "mcp": supported values: "a2a"'],
    },
    'a probe with two handlers: refused': {
      spec: { image, livenessProbe: { tcpSocket: {}, httpGet: { path: '/' } } },
      want: ['spec.livenessProbe: Invalid value: give exactly one of httpGet, tcpSocket and exec'],
    },
    'a name that no Service can have: the error says why': {
      spec: { image },
      name: '2nd.agent',
      want: [`<nil>: Invalid value: ${serviceName}`],
    },
    'a name of 64 characters: the error says why': {
      spec: { image },
      name: 'a'.repeat(64),
      want: [`<nil>: Invalid value: ${serviceName}`],
    },
    'a variable that no shell knows: the error says what may be in it': {
      spec: { image, env: [{ name: 'A B', value: '1' }] },
      want: [
        `spec.env[0].name: Invalid value: "A B": must consist of letters, digits, '_', '-' and '.', and must not start with a digit`,
      ],
    },
    'a request above the limit: the error names the limit': {
      spec: { image, resources: { requests: { memory: '2Gi' }, limits: { memory: '1024Mi' } } },
      want: ['spec.resources.requests.memory: Invalid value: "2Gi": must be at most the limit of 1024Mi'],
    },
    'a liveness probe with successThreshold 2: refused, only readiness may': {
      spec: { image, livenessProbe: { tcpSocket: {}, successThreshold: 2 } },
      want: [
        'spec.livenessProbe.successThreshold: Invalid value: 2: must be 1; only a readinessProbe may ask for more',
      ],
    },
    'a field that does not exist: the error says so': {
      spec: { image, envs: [] },
      want: ['spec.envs: Forbidden: unknown field; did you mean env?'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { spec, name, want }) => expect(problemsOf(spec, name)).toEqual(want));
});

describe('quantities in canonical form', () => {
  const cases: Record<string, string> = {
    '1000m': '1',
    '0.5': '500m',
    '1': '1',
    '1500m': '1500m',
    '1024Mi': '1Gi',
    '1.5Gi': '1536Mi',
    '1000Mi': '1000Mi',
    '512': '512',
    '1000k': '1M',
    '2000': '2k',
    '0': '0',
    '1e3': '1e3',
    '.5Ki': '512',
    '0.0001': '0.0001',
  };
  test.each(Object.entries(cases))('%s: %s', (text, want) => expect(canonicalQuantity(text)).toBe(want));
  test('a number: as its text', () => expect(canonicalQuantity(2)).toBe('2'));
  test.each([
    ['1Gi', '1G', 1],
    ['500m', '0.5', 0],
    ['1', 2, -1],
    ['x', 1, undefined],
  ] as const)('%s compared with %s: %s', (a, b, want) => expect(compareQuantities(a, b)).toBe(want));
});
