import { expect } from '@jest/globals';
import { type Facts, invalid } from '../fact.js';
import { makeJob, makePodSpec } from '../objects.js';

const jobWith = (rules: readonly object[]) =>
  makeJob('j', { template: { spec: makePodSpec({ restartPolicy: 'Never' }) }, podFailurePolicy: { rules } });
const refused = (rules: readonly object[], what: string) => ({
  when: ['POST', 'jobs', jobWith(rules)] as const,
  want: invalid('Job.batch "j"', `spec.podFailurePolicy.rules${what}`),
});
const exited = (values: readonly number[], more: object = {}) => ({
  action: 'Count',
  onExitCodes: { operator: 'In', values, ...more },
});
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

/** What a Job may say of Pods that fail. */
export const podFailurePolicies: Facts = {
  'any code but 0, of any container; and a condition without a status: the status is filled in': {
    when: [
      'POST',
      'jobs',
      jobWith([
        exited([0], { operator: 'NotIn' }),
        { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] },
      ]),
    ],
    want: {
      code: 201,
      body: {
        spec: {
          podReplacementPolicy: 'Failed',
          podFailurePolicy: {
            rules: expect.arrayContaining([
              { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
            ]),
          },
        },
      },
    },
  },
  'twenty rules: enough': {
    when: ['POST', 'jobs', jobWith(upTo(20).map((code) => exited([code])))],
    want: { code: 201 },
  },
  'twenty-one rules: too many': refused(
    upTo(21).map((code) => exited([code])),
    ': Too many: 21: must have at most 20 items',
  ),
  '256 codes: too many': refused(
    [exited(upTo(256))],
    '[0].onExitCodes.values: Too many: 256: must have at most 255 items',
  ),
  'no code: required': refused(
    [exited([])],
    '[0].onExitCodes.values: Invalid value: []: at least one value is required',
  ),
  'codes out of order: refused': refused(
    [exited([3, 1])],
    '[0].onExitCodes.values: Invalid value: [3,1]: must be ordered',
  ),
  'a code twice: refused': refused([exited([1, 1])], '[0].onExitCodes.values[1]: Duplicate value: 1'),
  'success among codes: refused': refused(
    [exited([0])],
    '[0].onExitCodes.values[0]: Invalid value: 0: must not be 0 for the In operator',
  ),
  'a container that the Pod does not have: refused': refused(
    [exited([1], { containerName: 'x' })],
    '[0].onExitCodes.containerName: Invalid value: "x": must be one of the container or initContainer names in the pod template',
  ),
  'an action for Jobs with indexes: refused': refused(
    [{ ...exited([1]), action: 'FailIndex' }],
    '[0].action: Invalid value: "FailIndex": requires the backoffLimitPerIndex to be set',
  ),
  'neither codes nor conditions: refused': refused(
    [{ action: 'Count' }],
    '[0]: Invalid value: specifying one of OnExitCodes and OnPodConditions is required',
  ),
  'both: refused': refused(
    [{ ...exited([1]), onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
    '[0]: Invalid value: specifying both OnExitCodes and OnPodConditions is not supported',
  ),
};
