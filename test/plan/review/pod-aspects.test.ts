import { describe, expect, test } from '@jest/globals';
import { changesOf, type JobSpec } from './sample.js';

type Cases = Record<string, { before: JobSpec; after: JobSpec; want: string[] }>;

const podAndJob: Cases = {
  'a field of the Pod': {
    before: { pod: { nodeSelector: { disk: 'ssd' } } },
    after: { pod: { nodeSelector: { disk: 'hdd' }, priorityClassName: 'low' } },
    want: ['Pod nodeSelector: {"disk":"ssd"} -> {"disk":"hdd"}', 'Pod priorityClassName: - -> low'],
  },
  'what an API server and a scheduler add: nothing': {
    before: {},
    after: {
      pod: {
        ...{ serviceAccount: 'a', nodeName: 'n', priority: 1, preemptionPolicy: 'Never', dnsPolicy: 'ClusterFirst' },
        ...{
          schedulerName: 'default-scheduler',
          terminationGracePeriodSeconds: 30,
          securityContext: {},
          tolerations: [],
        },
      },
    },
    want: [],
  },
  'a volume with a Secret: a credential, with its keys': {
    before: { pod: { volumes: [{ name: 'v', secret: { secretName: 'a', items: [{ key: 'k' }] } }] } },
    after: { pod: { volumes: [{ name: 'v', secret: { secretName: 'b', items: [{ key: 'k' }, { key: 'l' }, 1] } }] } },
    want: ['Credential v: Secret a, key k -> Secret b, key k, key l, '],
  },
  'another volume': {
    before: { pod: { volumes: [{ name: 'v', emptyDir: { medium: 'Memory' } }] } },
    after: { pod: { volumes: [{ name: 'v', emptyDir: { sizeLimit: '1Gi' } }] } },
    want: ['Pod volume v: {"emptyDir":{"medium":"Memory"}} -> {"emptyDir":{"sizeLimit":"1Gi"}}'],
  },
  'volumes that other aspects read: nothing': {
    before: {},
    after: { pod: { volumes: ['context', 'scripts', 'setup'].map((name) => ({ name, hostPath: { path: '/x' } })) } },
    want: [],
  },
  'a field of the Job': {
    before: { job: { backoffLimit: 0 } },
    after: { job: { backoffLimit: 2, activeDeadlineSeconds: 9 } },
    want: ['Job backoffLimit: 0 -> 2', 'Job activeDeadlineSeconds: - -> 9'],
  },
  'what a controller sets, or what needs no new Job: nothing': {
    before: {},
    after: {
      job: {
        ...{ selector: { a: 'b' }, suspend: true, parallelism: 2, manualSelector: true },
        ...{ podReplacementPolicy: 'Failed', completions: 1, completionMode: 'NonIndexed' },
      },
    },
    want: [],
  },
};

const parts = (volume: string, ...sources: readonly object[]) => ({ name: volume, projected: { sources } });
const item = (path: string, key: string) => ({ path, key });
const files: Cases = {
  'a prompt from other places': {
    before: {
      pod: {
        initContainers: [{ name: 'write-files', args: ['/workspace/task.md', '/workspace/b'] }],
        volumes: [
          parts(
            'context',
            { configMap: { name: 'c', items: [item('0/0', 'k')] } },
            { secret: { name: 's', items: [item('1/0', 't')] } },
          ),
        ],
      },
    },
    after: {
      pod: {
        initContainers: [{ name: 'write-files', args: ['/workspace/task.md', '/workspace/b'] }],
        volumes: [
          parts(
            'context',
            { configMap: { name: 'c', items: [item('0/0', 'l'), item('0/1', 'm')] } },
            { secret: { name: 's', items: [item('1/0', 'u')] } },
          ),
        ],
      },
    },
    want: [
      'Prompt /workspace/task.md: ConfigMap c, key k -> ConfigMap c, key l',
      'Prompt /workspace/task.md: - -> ConfigMap c, key m',
      'Prompt /workspace/b: Secret s, key t -> Secret s, key u',
    ],
  },
  'a file that no container writes: its place in the volume': {
    before: {},
    after: { pod: { volumes: [parts('context', { configMap: { name: 'c', items: [item('3/0', 'k')] } })] } },
    want: ['Prompt 3/0: - -> ConfigMap c, key k'],
  },
  'a script that is a file': {
    before: { pod: { volumes: [parts('scripts', { configMap: { name: 'c', items: [item('step-0', 'k')] } })] } },
    after: { pod: { volumes: [parts('scripts', { configMap: { name: 'c', items: [item('step-0', 'l')] } })] } },
    want: ['Script step-0: ConfigMap c, key k -> ConfigMap c, key l'],
  },
  'volumes that are not as the planner writes them: nothing': {
    before: {},
    after: {
      pod: {
        volumes: [
          { name: 'context', projected: [] },
          { name: 'scripts', projected: { sources: [{ configMap: 1 }] } },
        ],
      },
    },
    want: [],
  },
};

describe.each([
  ['the Pod and its Job', podAndJob],
  ['files', files],
])('%s', (_, cases) => {
  test.each(Object.entries(cases))('%s', (_, { before, after, want }) =>
    expect(changesOf(before, after)).toEqual(want),
  );
});
