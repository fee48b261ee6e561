import { expect } from '@jest/globals';
import { type Facts, inAnyOrder, invalid, refusal, rulesUnchecked } from '../fact.js';
import { makeAgent, makeDeployment, makeService } from '../objects.js';
import { apply, asTable, merge, type Request } from '../world.js';

const mistake = (spec: object): Request => ['POST', 'agents', makeAgent('a', { image: 'i:v1', ...spec })];
const invalidAgent = (...errors: string[]) => invalid('Agent.beeai.dev "a"', ...errors);
const noTag = (image: string) =>
  `spec.image: Invalid value: "${image}": give an image with a tag or a digest, such as ghcr.io/org/agent:v1`;
const scale = 'agents/a/scale';

/** Why an Agent is refused, with the messages of synth, and what an API server adds to one. */
export const agentFacts: Facts = {
  'an image with no tag': {
    when: mistake({ image: 'ghcr.io/org/agent' }),
    want: invalidAgent(noTag('ghcr.io/org/agent')),
  },
  'a port that looks like a tag': {
    when: mistake({ image: 'localhost:5000/agent' }),
    want: invalidAgent(noTag('localhost:5000/agent')),
  },
  'an image with a scheme': {
    when: mistake({ image: 'https://ghcr.io/org/agent:v1' }),
    want: invalidAgent(
      'spec.image: Invalid value: "https://ghcr.io/org/agent:v1": an image has no scheme; give registry/name:tag',
    ),
  },
  'a variable twice': {
    when: mistake({
      env: [
        { name: 'A', value: '1' },
        { name: 'A', value: '2' },
      ],
    }),
    want: invalidAgent('spec.env[1]: Duplicate value: {"name":"A"}'),
  },
  'a port out of range': {
    when: mistake({ port: 70000 }),
    want: invalidAgent('spec.port: Invalid value: 70000: spec.port in body should be less than or equal to 65535'),
  },
  'an unknown protocol': {
    when: mistake({ protocol: 'mcp' }),
    want: inAnyOrder(invalidAgent('spec.protocol: Unsupported value: "mcp": supported values: "a2a"', rulesUnchecked)),
  },
  'a value and a reference': {
    when: mistake({ env: [{ name: 'A', value: '1', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }] }),
    want: invalidAgent('spec.env[0]: Invalid value: give value or valueFrom, not both'),
  },
  'a name that no Service can have': {
    when: ['POST', 'agents', makeAgent('1a')],
    want: {
      code: 422,
      body: { message: expect.stringContaining("the name is also the Service's; it must begin with a letter") },
    },
  },
  'the seed, unchanged: accepted': {
    when: mistake({
      description: 'A sample BeeAI agent for demonstration',
      image: 'ghcr.io/beeai/agents/hello-world-agent:v1',
      env: [{ name: 'LLM_URL', value: 'http://localhost:11434' }],
      resources: { limits: { cpu: '1', memory: '2Gi' }, requests: { cpu: '500m', memory: '1Gi' } },
    }),
    want: { code: 201, body: { status: { observedGeneration: -1 } } },
  },
  'its scale, when it names no replicas: cannot be read': {
    given: [mistake({})],
    when: ['GET', scale],
    want: refusal(
      500,
      'InternalError',
      'Internal error occurred: the spec replicas field ".spec.replicas" does not exist',
    ),
  },
  'its scale, when it names no replicas: can be written': {
    given: [mistake({})],
    when: ['PATCH', scale, { spec: { replicas: 3 } }, merge],
    want: { code: 200, body: { kind: 'Scale', spec: { replicas: 3 } } },
  },
  'its scale: desired and observed replicas, and the selector': {
    given: [
      mistake({ replicas: 2 }),
      ['PATCH', 'agents/a/status', { status: { replicas: 1, selector: 'beeai.dev/agent=a' } }, merge],
    ],
    when: ['GET', scale],
    want: { code: 200, body: { spec: { replicas: 2 }, status: { replicas: 1, selector: 'beeai.dev/agent=a' } } },
  },
  'a table: ready, Pods, why': {
    given: [
      mistake({}),
      [
        'PATCH',
        'agents/a/status',
        {
          status: {
            readyReplicas: 2,
            conditions: [
              {
                ...{ type: 'Ready', status: 'True', reason: 'Available', message: '' },
                lastTransitionTime: '2026-01-05T12:00:00Z',
              },
            ],
          },
        },
        merge,
      ],
    ],
    when: ['GET', 'agents', undefined, asTable],
    want: {
      code: 200,
      body: {
        rows: [{ cells: ['a', 'True', 2, 'Available', 'i:v1', null, null, expect.any(String)] }],
      },
    },
  },
};

const variables = (...names: string[]) => names.map((name) => ({ name, value: name.toLowerCase() }));
const deployed = (spec: object): Request => ['POST', 'deployments', makeDeployment('d', spec)];
const applied = (env: object[]): Request => [
  'PATCH',
  'deployments/d?fieldManager=one&force=true',
  { ...makeDeployment('d', { env }) },
  apply,
];
const envOf = (...names: string[]) => ({
  code: 200,
  body: { spec: { template: { spec: { containers: [{ env: variables(...names) }] } } } },
});
const service = (...ports: object[]): Request => ['POST', 'services', makeService('s', ports)];

/** What a reconciler of Deployments and Services relies on. */
export const deploymentFacts: Facts = {
  'an apply: its variables in its order, others between them': {
    given: [deployed({ env: variables('C', 'X', 'B', 'A') })],
    when: applied(variables('A', 'B', 'C')),
    want: envOf('X', 'A', 'B', 'C'),
  },
  'an apply of new variables: placed before those that follow them': {
    given: [deployed({ env: variables('A', 'X', 'C') })],
    when: applied(variables('A', 'B', 'C')),
    want: envOf('A', 'X', 'B', 'C'),
  },
  'an apply of a variable that exists twice: once': {
    given: [deployed({ env: [...variables('A', 'B'), { name: 'A', value: 'again' }] })],
    when: applied(variables('A', 'B')),
    want: envOf('A', 'B'),
  },
  'a probe with two handlers: refused': {
    when: deployed({ readinessProbe: { httpGet: { port: 1 }, tcpSocket: { port: 1 } } }),
    want: invalid(
      'Deployment.apps "d"',
      'spec.template.spec.containers[0].readinessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type',
    ),
  },
  'a probe without a handler: refused': {
    when: deployed({ livenessProbe: { periodSeconds: 5 } }),
    want: invalid(
      'Deployment.apps "d"',
      'spec.template.spec.containers[0].livenessProbe: Required value: must specify a handler type',
    ),
  },
  'a probe: defaults': {
    when: deployed({ readinessProbe: { httpGet: { port: 1 } } }),
    want: {
      code: 201,
      body: {
        spec: {
          template: {
            spec: {
              containers: [
                {
                  readinessProbe: {
                    httpGet: { path: '/', port: 1, scheme: 'HTTP' },
                    ...{ timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 },
                  },
                },
              ],
            },
          },
        },
      },
    },
  },
  'two ports of one name: refused': {
    when: service({ name: 'a', port: 1 }, { name: 'a', port: 2 }),
    want: invalid('Service "s"', 'spec.ports[1].name: Duplicate value: "a"'),
  },
  'two ports without names: refused': {
    when: service({ port: 1 }, { port: 2 }),
    want: invalid('Service "s"', 'spec.ports[0].name: Required value', 'spec.ports[1].name: Required value'),
  },
};
