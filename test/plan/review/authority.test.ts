import { describe, expect, test } from '@jest/globals';
import { newAuthority } from '../../../plan/review/authority.js';
import { makeObject, makeSide } from './sample.js';

const secure = {
  ...{ allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: { drop: ['ALL'] } },
  seccompProfile: { type: 'RuntimeDefault' },
};
const pod = (spec: object, metadata: object = {}) =>
  makeObject(
    'v1',
    'Pod',
    { spec: { containers: [{ name: 'c', image: 'c:1', securityContext: secure }], ...spec } },
    metadata,
  );
const thing = (fields: object, metadata: object = {}) => makeObject('example.com/v1', 'Thing', fields, metadata);
type Objects = readonly ReturnType<typeof thing>[];

describe('new names', () => {
  const cases: Record<string, { before?: Objects; after: Objects; want: object }> = {
    nothing: { after: [], want: {} },
    'an image, with the first object that has it': {
      after: [thing({ spec: { image: 'a' } }), thing({ spec: { image: 'a' } }, { name: 'y' })],
      want: { images: [{ name: 'a', object: 'Thing team/x' }] },
    },
    'an image of another name of the field, and in a list': {
      after: [thing({ spec: { agentImage: 'a', list: [{ image: 'b' }] } })],
      want: { images: ['a', 'b'].map((name) => ({ name, object: 'Thing team/x' })) },
    },
    'an image that another object had before': {
      before: [thing({ spec: { image: 'a' } }, { name: 'old', namespace: 'other' })],
      after: [thing({ spec: { image: 'a' } })],
      want: {},
    },
    'what is no name': { after: [thing({ spec: { image: '', agentImage: 1, secretName: null } })], want: {} },
    'keys that mint tokens: Secrets': {
      after: [thing({ spec: { gitTokens: [{ githubApp: { privateKeyRef: { name: 'app', key: 'k' } } }] } })],
      want: { secrets: [{ name: 'app', namespace: 'team', object: 'Thing team/x' }] },
    },
    'for whom a token of a ServiceAccount is': {
      after: [
        thing({ spec: { credentials: [{ serviceAccountToken: { audience: 'sts.amazonaws.com' } }] } }),
        thing({ spec: { sources: [{ serviceAccountToken: { path: 'token' } }] } }, { name: 'y' }),
      ],
      want: {
        tokenAudiences: [
          { name: 'sts.amazonaws.com', namespace: 'team', object: 'Thing team/x' },
          { name: 'the API server', namespace: 'team', object: 'Thing team/y' },
        ],
      },
    },
    'a ServiceAccount of a namespace': {
      before: [thing({ spec: { serviceAccountName: 'a' } }, { namespace: 'other' })],
      after: [thing({ spec: { serviceAccountName: 'a' } })],
      want: { serviceAccounts: [{ name: 'a', namespace: 'team', object: 'Thing team/x' }] },
    },
    'a ServiceAccount that the namespace had before': {
      before: [thing({ spec: { serviceAccountName: 'a' } }, { name: 'old' })],
      after: [thing({ spec: { serviceAccountName: 'a' } })],
      want: {},
    },
    'without a namespace': {
      after: [thing({ spec: { serviceAccountName: 'a' } }, { namespace: undefined })],
      want: { serviceAccounts: [{ name: 'a', object: 'Thing x' }] },
    },
    'Secrets, however a field names them': {
      after: [
        thing({
          ...{
            a: { secretName: 's1' },
            b: { secretRef: { name: 's2' } },
            c: { secretKeyRef: { name: 's3', key: 'k' } },
          },
          ...{
            d: { nodePublishSecretRef: { name: 's4' } },
            e: { secret: { secretName: 's5' } },
            f: { secret: { name: 's6' } },
          },
          ...{ g: { secretRef: 's7' }, imagePullSecrets: [{ name: 's8' }, 's9', 1] },
        }),
      ],
      want: {
        secrets: [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => ({ name: `s${n}`, namespace: 'team', object: 'Thing team/x' })),
      },
    },
    'a list of names that is no list of Secrets': {
      after: [thing({ spec: { names: [{ name: 'a' }, 'b'] } })],
      want: {},
    },
    'fields in which nothing is named': {
      after: [
        thing({
          ...{ securityContext: { image: 'a' }, command: [{ image: 'a' }], volumeMounts: [{ image: 'a' }] },
          ...{
            resources: { image: 'a' },
            data: { image: 'a' },
            spec: { metadata: { image: 'a' }, status: { image: 'a' } },
          },
        }),
      ],
      want: {},
    },
  };
  test.each(Object.entries(cases))('%s', (_, { before = [], after, want }) =>
    expect(newAuthority(makeSide(before), makeSide(after))).toEqual({
      ...{ images: [], secrets: [], serviceAccounts: [], tokenAudiences: [], podSecurity: [] },
      ...want,
    }),
  );
});

describe('new levels of Pod Security', () => {
  const open = { containers: [{ name: 'c' }] };
  const ports = (count: number) => ({
    containers: [{ name: 'c', ports: Array.from({ length: count }, () => ({ hostPort: 1 })) }],
  });
  const levels = (before: Objects, after: Objects): string[] =>
    newAuthority(makeSide(before), makeSide(after)).podSecurity.map(
      ({ level, namespace, object, reasons }) =>
        `${level} ${namespace ?? '-'} ${object}: ${reasons.map((reason) => reason.slice(0, reason.indexOf(':'))).join(' ')}`,
    );
  const cases: Record<string, { before?: Objects; after: Objects; want: string[] }> = {
    'restricted, and no reason': { after: [pod({})], want: ['restricted team Pod team/x: '] },
    'baseline, and why': {
      after: [pod(open)],
      want: [expect.stringMatching(/^baseline team Pod team\/x: spec\S*( spec\S*)+$/) as unknown as string],
    },
    'privileged, and only why it is that': {
      after: [pod({ ...open, hostNetwork: true })],
      want: ['privileged team Pod team/x: spec.hostNetwork'],
    },
    'the first object of each level': {
      after: [
        pod({}, { name: 'a' }),
        pod({}, { name: 'b' }),
        pod({ hostPID: true }, { name: 'c' }),
        pod({ hostIPC: true }, { name: 'd' }),
      ],
      want: ['restricted team Pod team/a: ', 'privileged team Pod team/c: spec.hostPID'],
    },
    'the same level in two namespaces': {
      after: [pod({}), pod({}, { namespace: 'other' })],
      want: ['restricted team Pod team/x: ', 'restricted other Pod other/x: '],
    },
    'a level that the namespace had before': {
      before: [pod({}, { name: 'old' })],
      after: [pod({ hostPID: true }), pod({}, { name: 'y' })],
      want: ['privileged team Pod team/x: spec.hostPID'],
    },
    'without a namespace': { after: [pod({}, { namespace: undefined })], want: ['restricted - Pod x: '] },
    'a Pod like the one before it but for a port': {
      after: [
        pod({}),
        pod({ containers: [{ name: 'c', securityContext: secure, ports: [{ hostPort: 80 }] }] }, { name: 'y' }),
      ],
      want: ['restricted team Pod team/x: ', 'privileged team Pod team/y: spec.containers[0].ports[0].hostPort'],
    },
    'a Pod like the one before it but for a volume': {
      after: [pod({}), pod({ volumes: [{ name: 'v', hostPath: { path: '/' } }] }, { name: 'y' })],
      want: ['restricted team Pod team/x: ', 'privileged team Pod team/y: spec.volumes[0].hostPath'],
    },
    'a Pod like the one before it but for AppArmor': {
      after: [
        pod({}, { annotations: { a: 'b' } }),
        pod({}, { name: 'y', annotations: { 'container.apparmor.security.beta.kubernetes.io/c': 'unconfined' } }),
      ],
      want: [
        'restricted team Pod team/x: ',
        expect.stringMatching(/^privileged team Pod team\/y: /) as unknown as string,
      ],
    },
    'ten reasons at most': {
      after: [pod(ports(12))],
      want: [
        `privileged team Pod team/x: ${Array.from({ length: 10 }, (_, i) => `spec.containers[0].ports[${i}].hostPort`).join(' ')}`,
      ],
    },
    'what has no Pods': { after: [thing({ spec: { hostNetwork: true } })], want: [] },
  };
  test.each(Object.entries(cases))('%s', (_, { before = [], after, want }) =>
    expect(levels(before, after)).toEqual(want),
  );
});
