import { describe, expect, test } from '@jest/globals';
import { ANNOTATION_TASK_KEY, LABEL_OUTCOMES_SHARD } from '../../../api/labels.js';
import { START_GATE } from '../../../api/start-gate.js';
import { skimmer } from '../../../packages/kubernetes-client/transport/skim.js';
import type { ObservedJob } from '../../../runtime/batch-run/observed.js';
import {
  configMapFields,
  jobFields,
  projectConfigMap,
  projectJob,
  projectTaskPod,
} from '../../../runtime/batch-run/projections.js';
import { ago, makeGatedPod, makeJob } from './world.js';

const always = { metadata: true, apiVersion: true, kind: true } as const;
const read = <T>(fields: object, object: T): T =>
  JSON.parse(skimmer({ ...fields, ...always } as never)(Buffer.from(JSON.stringify(object))));

/** A Job as the API server sends it, with what nobody decides by. */
const sent = (spec: object, status: object): ObservedJob => ({
  ...makeJob(0, status, { annotations: { [ANNOTATION_TASK_KEY]: 'a1b2', other: 'x' } }),
  spec: { completions: 1, selector: {}, ...spec } as ObservedJob['spec'] & object,
});
const condition = (type: string, status: string) => ({
  ...{ type, status, reason: 'R', message: 'm', lastTransitionTime: ago(1), lastProbeTime: ago(1) },
});
const kept = (spec: object, status: object = {}) => {
  const { spec: ofSpec, status: ofStatus } = projectJob(read(jobFields, sent(spec, status)));
  return { spec: ofSpec, status: JSON.parse(JSON.stringify(ofStatus)) };
};

describe('what is kept of a Job', () => {
  const gates = [{ name: START_GATE }];
  const specs: Record<string, { spec: object; want: object }> = {
    'nothing that decides: nothing': { spec: { suspend: false, parallelism: 1 }, want: {} },
    'that it is suspended': { spec: { suspend: true }, want: { suspend: true } },
    'that it is held': { spec: { parallelism: 0 }, want: { parallelism: 0 } },
    'how often it tries again, also never': { spec: { backoffLimit: 0 }, want: { backoffLimit: 0 } },
    'the gates of its Pods, and nothing else of them': {
      spec: { template: { metadata: {}, spec: { containers: [], schedulingGates: gates } } },
      want: { template: { spec: { schedulingGates: gates } } },
    },
    'Pods without a gate: nothing': { spec: { template: { spec: { containers: [] } } }, want: {} },
  };
  test.each(Object.entries(specs))('of its specification: %s', (_, { spec, want }) => {
    expect(kept(spec).spec).toEqual(want);
  });

  test('of its status: times, counters, and how it ended or will', () => {
    const status = {
      ...{ startTime: ago(20), completionTime: ago(10), succeeded: 1, failed: 2, active: 0, ready: 0 },
      conditions: [condition('Suspended', 'True'), condition('Failed', 'False'), condition('Complete', 'True')],
    };
    expect(kept({}, status).status).toMatchObject({
      ...{ startTime: ago(20), completionTime: ago(10), succeeded: 1, failed: 2 },
      conditions: [{ type: 'Complete', status: 'True', reason: 'R', message: 'm', lastTransitionTime: ago(1) }],
    });
    expect(Object.keys(kept({}, status).status)).not.toContain('active');
  });

  test('without a status: no condition', () => {
    const { status: _, spec: __, ...bare } = makeJob(0);
    expect(projectJob(bare)).toMatchObject({ spec: {}, status: { conditions: [] } });
  });

  test('of its metadata: the key of its task, and no other annotation', () => {
    expect(projectJob(sent({}, {})).metadata.annotations).toEqual({ [ANNOTATION_TASK_KEY]: 'a1b2' });
  });
});

test('of a Pod: its gates, its node, its deadline, and no annotation', () => {
  const { metadata } = makeGatedPod(0);
  const spec = { schedulingGates: [{ name: START_GATE }], nodeName: 'node', activeDeadlineSeconds: 1 };
  const pod = projectTaskPod({ ...makeGatedPod(0), metadata: { ...metadata, annotations: { a: 'b' } }, spec });
  expect(pod.spec).toEqual(spec);
  expect(pod.metadata.annotations).toBeUndefined();
});

describe('what is kept of a ConfigMap', () => {
  const data = { 0: '{"index":0,"jobName":"j","phase":"Failed"}', text: 'a long text' };
  const configMap = (labels?: Record<string, string>) =>
    projectConfigMap(
      read(configMapFields, {
        ...{ apiVersion: 'v1', kind: 'ConfigMap' as const, metadata: { name: 'c', ...(labels && { labels }) } },
        ...{ data, immutable: true },
      }),
    );

  test('with outcomes: these alone', () => {
    const { outcomes, ...others } = configMap({ [LABEL_OUTCOMES_SHARD]: '0' });
    expect([...(outcomes ?? [])]).toEqual([[0, { index: 0, jobName: 'j', phase: 'Failed' }]]);
    expect(Object.keys(others)).toEqual(['apiVersion', 'kind', 'metadata']);
  });

  test.each([
    ['without labels', undefined],
    ['with texts', { other: 'x' }],
  ])('%s: that it is there', (_, labels) => {
    expect(Object.keys(configMap(labels))).toEqual(['apiVersion', 'kind', 'metadata']);
  });
});
