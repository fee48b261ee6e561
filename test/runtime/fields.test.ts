import { describe, expect, test } from '@jest/globals';
import { configMaps, events, jobs, pods } from '../../api/kinds/kubernetes.js';
import { ANNOTATION_STEPS, LABEL_AGENT, LABEL_BATCH_RUN, LABEL_OUTCOMES_SHARD } from '../../api/labels.js';
import { hold, type RawObject } from '../../packages/kubernetes-client/cache/projection.js';
import { eventParser } from '../../packages/kubernetes-client/cache/watch-stream.js';
import type { Fields } from '../../packages/kubernetes-client/transport/skim.js';
import type { Resource } from '../../packages/kubernetes-conventions/resource.js';
import { projectAgentPod } from '../../runtime/agent/projections.js';
import {
  configMapFields,
  jobFields,
  projectConfigMap,
  projectJob,
  projectTaskPod,
} from '../../runtime/batch-run/projections.js';
import { eventFields, projectWarning } from '../../runtime/caches/project-warning.js';
import { podFields } from '../../runtime/pod/project-pod.js';
import { projectRunPod, projectScripts } from '../../runtime/task-run/projections.js';

const time = '2026-01-01T00:00:00Z';
const metadata = {
  name: 'x',
  generateName: 'x-',
  namespace: 'a',
  uid: 'uid-x',
  resourceVersion: '7',
  generation: 2,
  creationTimestamp: time,
  deletionTimestamp: time,
  labels: { [LABEL_BATCH_RUN]: 'run', [LABEL_AGENT]: 'agent', [LABEL_OUTCOMES_SHARD]: '0', other: 'x' },
  annotations: { [ANNOTATION_STEPS]: 'one', other: 'x' },
  ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: 'j', uid: 'uid-j', controller: true }],
  managedFields: [{ manager: 'kubelet', fieldsV1: { 'f:status': {} } }],
};
const condition = { status: 'True', reason: 'Why', message: 'because', lastTransitionTime: time, lastProbeTime: null };
const terminated = { exitCode: 1, reason: 'Error', message: 'no', startedAt: time, finishedAt: time, containerID: 'c' };
const containerStatuses = [
  { name: 'agent', image: 'i', imageID: 'i@1', ready: false, state: { terminated }, lastState: { terminated } },
];

/** Every member that a projection may read, and some that none does. */
const pod = {
  ...{ metadata, apiVersion: 'v1', kind: 'Pod' },
  spec: { nodeName: 'n', activeDeadlineSeconds: 1, containers: [{ name: 'agent' }], volumes: [] },
  status: {
    ...{ phase: 'Failed', reason: 'Evicted', message: 'no room', podIP: '10.0.0.1', qosClass: 'BestEffort' },
    conditions: ['PodScheduled', 'DisruptionTarget'].map((type) => ({ type, ...condition })),
    ...{ initContainerStatuses: containerStatuses, containerStatuses, startTime: time },
  },
};
const job = {
  ...{ metadata, apiVersion: 'batch/v1', kind: 'Job' },
  spec: { suspend: true, template: { spec: {} }, backoffLimit: 0 },
  status: { startTime: time, completionTime: time, active: 1, conditions: [{ type: 'Complete', ...condition }] },
};
const warning = {
  ...{ metadata, apiVersion: 'v1', kind: 'Event', type: 'Warning', reason: 'FailedMount', message: 'no volume' },
  involvedObject: { kind: 'Pod', name: 'x', uid: 'uid-x' },
  ...{ lastTimestamp: null, eventTime: time, series: { count: 2, lastObservedTime: time }, source: {} },
};
const configMap = {
  ...{ metadata, apiVersion: 'v1', kind: 'ConfigMap', immutable: true },
  data: { outcomes: '[]' },
  binaryData: { x: 'AA==' },
};

interface Case {
  readonly resource: Resource;
  readonly fields: Fields;
  readonly project: (raw: never) => unknown;
  readonly object: object;
}

const cases: Record<string, Case> = {
  'a Pod of a BatchRun': { resource: pods, fields: podFields, project: projectTaskPod, object: pod },
  'a Pod of a TaskRun': { resource: pods, fields: podFields, project: projectRunPod, object: pod },
  'a Pod of an Agent': { resource: pods, fields: podFields, project: projectAgentPod, object: pod },
  'a Job': { resource: jobs, fields: jobFields, project: projectJob, object: job },
  'a Warning': { resource: events, fields: eventFields, project: projectWarning, object: warning },
  'a ConfigMap of a BatchRun': {
    resource: configMaps,
    fields: configMapFields,
    project: projectConfigMap,
    object: configMap,
  },
  'a ConfigMap of a TaskRun': { resource: configMaps, fields: {}, project: projectScripts, object: configMap },
};

describe('what is kept of it is the same whether all of it was parsed or only the fields', () => {
  test.each(Object.entries(cases))('%s', (_, { resource, fields, project, object }) => {
    const line = Buffer.from(JSON.stringify({ type: 'ADDED', object }));
    const held = (raw: RawObject) =>
      hold(raw, resource, project as (raw: unknown) => { metadata: RawObject['metadata'] });
    const whole = (JSON.parse(line.toString()) as { object: RawObject }).object;
    expect(held(eventParser({ resource }, fields)(line).object)).toEqual(held(whole));
  });
});

test('a Pod keeps all that is reported of it', () => {
  const kept = projectTaskPod(pod as never);
  expect(kept).toMatchObject({
    metadata: { name: 'x', uid: 'uid-x', deletionTimestamp: time, ownerReferences: metadata.ownerReferences },
    spec: { nodeName: 'n', activeDeadlineSeconds: 1 },
    status: { phase: 'Failed', reason: 'Evicted', message: 'no room', conditions: [{ type: 'DisruptionTarget' }] },
  });
  const { containerID: _, ...ended } = terminated;
  expect(kept.status?.containerStatuses).toEqual([{ name: 'agent', image: 'i', state: { terminated: ended } }]);
});
