import { expect } from '@jest/globals';
import { type Facts, invalid } from '../fact.js';
import { makeJob, makePod, makePodSpec } from '../objects.js';
import { asTable, jsonPatch, merge, strategic } from '../world.js';

const gates = (...names: readonly string[]) => ({ schedulingGates: names.map((name) => ({ name })) });
const gated = ['POST', 'pods', makePod('p', gates('example.com/quota', 'kubetask.io/start'))] as const;
const gatedJob = (fields: object = {}) =>
  makeJob('j', { template: { spec: makePodSpec(gates('kubetask.io/start')) }, ...fields });

const second = '/spec/schedulingGates/1';
const removal = (name: string) => [
  { op: 'test', path: second, value: { name } },
  { op: 'remove', path: second },
];

/** Scheduling gates, which hold the Pods of our Jobs until they may start. */
export const schedulingGates: Facts = {
  'a Pod with gates: its condition says so from the start': {
    when: gated,
    want: {
      code: 201,
      body: {
        spec: gates('example.com/quota', 'kubetask.io/start'),
        status: {
          phase: 'Pending',
          conditions: [
            {
              type: 'PodScheduled',
              status: 'False',
              reason: 'SchedulingGated',
              message: 'Scheduling is blocked due to non-empty scheduling gates',
            },
          ],
        },
      },
    },
  },
  'a Pod with gates, as kubectl get shows it': {
    given: [gated],
    when: ['GET', 'pods/p', undefined, asTable],
    want: {
      code: 200,
      body: {
        rows: [
          { cells: ['p', '0/1', 'SchedulingGated', '0', expect.anything(), '<none>', '<none>', '<none>', '<none>'] },
        ],
      },
    },
  },
  'one gate is removed by its index and name': {
    given: [gated],
    when: ['PATCH', 'pods/p', removal('kubetask.io/start'), jsonPatch],
    want: { code: 200, body: { spec: gates('example.com/quota') } },
  },
  'another gate has that index now: refused': {
    given: [gated],
    when: ['PATCH', 'pods/p', removal('example.com/other'), jsonPatch],
    want: { code: 422, body: { reason: 'Invalid' } },
  },
  'one gate is removed by its name': {
    given: [gated],
    when: [
      'PATCH',
      'pods/p',
      { spec: { schedulingGates: [{ $patch: 'delete', name: 'kubetask.io/start' }] } },
      strategic,
    ],
    want: { code: 200, body: { spec: gates('example.com/quota') } },
  },
  'all gates are removed': {
    given: [gated],
    when: ['PATCH', 'pods/p', { spec: { schedulingGates: null } }, merge],
    want: { code: 200 },
    lacks: ['spec.schedulingGates'],
  },
  'another gate is added later: refused': {
    given: [gated],
    when: ['PATCH', 'pods/p', { spec: gates('example.com/quota', 'kubetask.io/start', 'late') }, merge],
    want: {
      code: 422,
      body: { message: expect.stringContaining("only deletion is allowed, but found new scheduling gate 'late'") },
    },
  },
  'a Pod with a node and gates: refused': {
    when: ['POST', 'pods', makePod('p', { ...gates('kubetask.io/start'), nodeName: 'n' })],
    want: invalid('Pod "p"', 'spec.nodeName: Forbidden: cannot be set until all schedulingGates have been cleared'),
  },
  'a Job whose Pods have gates: keeps them': {
    when: ['POST', 'jobs', gatedJob()],
    want: { code: 201, body: { spec: { template: { spec: gates('kubetask.io/start') } } } },
  },
  'the parallelism of a Job may become 0': {
    given: [['POST', 'jobs', gatedJob()]],
    when: ['PATCH', 'jobs/j', { spec: { parallelism: 0 } }, merge],
    want: { code: 200, body: { spec: { parallelism: 0, completions: 1 } } },
  },
};
