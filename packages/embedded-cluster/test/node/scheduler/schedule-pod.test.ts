import { describe, expect, test } from '@jest/globals';
import { nodeObject } from '../../../node/node-object.js';
import { schedulePod } from '../../../node/scheduler/schedule-pod.js';
import type { PodSpec } from '../../../objects.js';
import { shellPod } from '../harness.js';

const node = nodeObject(2, '2030-01-01T00:00:00Z');
const mismatch =
  "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.";
const cordoned =
  '0/1 nodes are available: 1 node(s) were unschedulable. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.';
const full =
  '0/1 nodes are available: 1 Too many pods. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.';
const affinity = (operator: string, values?: string[]) => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/os', operator, ...(values && { values }) }] }],
      },
    },
  },
});

const cases: Record<string, { spec?: Partial<PodSpec>; freeSlots?: number; isCordoned?: boolean; want: string }> = {
  'no wishes: bound': { want: 'Bind' },
  'a node that is cordoned: unschedulable': { isCordoned: true, want: cordoned },
  'no room: full': { freeSlots: 0, want: full },
  'a label the node has: bound': { spec: { nodeSelector: { 'kubernetes.io/os': 'linux' } }, want: 'Bind' },
  'a label the node lacks: no match': { spec: { nodeSelector: { gpu: 'yes' } }, want: mismatch },
  'affinity In with its value: bound': { spec: affinity('In', ['linux', 'windows']), want: 'Bind' },
  'affinity NotIn with its value: no match': { spec: affinity('NotIn', ['linux']), want: mismatch },
  'affinity Exists: bound': { spec: affinity('Exists'), want: 'Bind' },
  'affinity DoesNotExist: no match': { spec: affinity('DoesNotExist'), want: mismatch },
  'a scheduling gate: waits for it': {
    spec: { schedulingGates: [{ name: 'g' }] },
    want: 'Scheduling is blocked due to non-empty scheduling gates',
  },
};

describe('schedulePod', () => {
  test.each(Object.entries(cases))('%s', (_situation, { spec = {}, freeSlots = 1, isCordoned = false, want }) => {
    const observed = { ...node, spec: { unschedulable: isCordoned } };
    const placement = schedulePod(shellPod('p', '', spec), observed, freeSlots);
    expect('message' in placement ? placement.message : placement.kind).toBe(want);
  });
});
