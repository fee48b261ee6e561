import { describe, expect, test } from '@jest/globals';
import { chooseContext } from '../../../packages/kubernetes-client/connection/kubeconfig/choose-context.js';
import type {
  ClusterEntry,
  Kubeconfig,
  UserEntry,
} from '../../../packages/kubernetes-client/connection/kubeconfig/kubeconfig.js';
import type { KubeconfigError } from '../../../packages/kubernetes-client/connection/kubeconfig/kubeconfig-error.js';

const server = 'https://dev:6443';
const config = (cluster: ClusterEntry = {}, more: Partial<Kubeconfig> = {}): Kubeconfig => ({
  'current-context': 'dev',
  contexts: [
    { name: 'dev', context: { cluster: 'c', user: 'u', namespace: 'team' } },
    { name: 'prod', context: { cluster: 'c' } },
  ],
  clusters: [
    { name: 'other', cluster: { server: 'https://other' } },
    { name: 'c', cluster: { server, ...cluster } },
  ],
  users: [{ name: 'x' }, { name: 'u', user: { token: 't' } }],
  ...more,
});
const user: UserEntry = { token: 't' };

describe('a context', () => {
  const cases: Record<string, { config: Kubeconfig; flag?: string; want: object }> = {
    'the current one': {
      config: config(),
      want: { name: 'dev', cluster: { server }, user, namespace: 'team' },
    },
    'the one that is asked for, without a user and a namespace': {
      config: config(),
      flag: 'prod',
      want: { name: 'prod', cluster: { server }, user: {}, namespace: 'default' },
    },
    'whose user says nothing': {
      config: config({}, { contexts: [{ name: 'dev', context: { cluster: 'c', user: 'x' } }] }),
      want: { name: 'dev', cluster: { server }, user: {}, namespace: 'default' },
    },
    'whose certificate is not checked': {
      config: config({ 'insecure-skip-tls-verify': true }),
      flag: 'dev',
      want: { name: 'dev', cluster: { server, 'insecure-skip-tls-verify': true }, user, namespace: 'team' },
    },
    'whose certificate is checked with an authority': {
      config: config({ 'certificate-authority': '/ca', 'insecure-skip-tls-verify': false }),
      want: {
        ...{ name: 'dev', user, namespace: 'team' },
        cluster: { server, 'certificate-authority': '/ca', 'insecure-skip-tls-verify': false },
      },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { config: given, flag, want }) => {
    expect(chooseContext(given, flag)).toEqual(want);
  });
});

describe('no context', () => {
  const insecure = (field: keyof ClusterEntry) => config({ 'insecure-skip-tls-verify': true, [field]: 'x' });
  const excluded =
    'Cannot use context dev: insecure-skip-tls-verify and certificate-authority exclude each other; remove one of them';
  /** The message, and what to do. */
  const cases: Record<string, { config: Kubeconfig; flag?: string; want: readonly string[] }> = {
    'an empty file': {
      config: {},
      want: ['Cannot choose a cluster: the kubeconfig has no current context', 'give --context; there are: none'],
    },
    'none is current': {
      config: { ...config(), 'current-context': '' },
      want: ['Cannot choose a cluster: the kubeconfig has no current context', 'give --context; there are: dev, prod'],
    },
    'it does not exist': {
      config: config(),
      flag: 'nope',
      want: ['Cannot use context nope: it does not exist', 'there are: dev, prod'],
    },
    'it does not exist, and no other does': {
      config: {},
      flag: 'nope',
      want: ['Cannot use context nope: it does not exist', 'there are: none'],
    },
    'it says nothing': {
      config: { contexts: [{ name: 'dev' }] },
      flag: 'dev',
      want: ['Cannot use context dev: it does not exist', 'there are: dev'],
    },
    'there are no clusters': {
      config: { contexts: [{ name: 'dev', context: { cluster: 'c' } }] },
      flag: 'dev',
      want: ['Cannot use context dev: its cluster c has no server'],
    },
    'its cluster has no server': {
      config: config({ server: '' }),
      want: ['Cannot use context dev: its cluster c has no server'],
    },
    'its cluster is behind a proxy': {
      config: config({ 'proxy-url': 'http://p' }),
      want: ['Cannot use context dev: proxy-url is not supported'],
    },
    'its certificate is not checked, with the file of an authority': {
      config: insecure('certificate-authority'),
      want: [excluded],
    },
    'its certificate is not checked, with an authority': {
      config: insecure('certificate-authority-data'),
      want: [excluded],
    },
    'its user does not exist': {
      config: config({}, { users: [{ name: 'x' }] }),
      want: ['Cannot use context dev: its user u does not exist'],
    },
    'there are no users': {
      config: config({}, { users: null }),
      want: ['Cannot use context dev: its user u does not exist'],
    },
  };
  test.each(Object.entries(cases))('%s: what is wrong, and what to do', (_, { config: given, flag, want }) => {
    expect(errorOf(() => chooseContext(given, flag))).toEqual(want);
  });
});

function errorOf(choose: () => unknown): string[] {
  try {
    choose();
    return [];
  } catch (error) {
    const { message, hints } = error as KubeconfigError;
    return [message, ...hints];
  }
}
