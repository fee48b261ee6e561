import { describe, expect, test } from '@jest/globals';
import type { V1PodFailurePolicyRule } from '@kubernetes/client-node';
import type { BatchSpec, Retry } from '../../../../api/generated/kinds.js';
import { formatFieldError } from '../../../../packages/structural-schema/field-error.js';
import { jobPolicy } from '../../../../plan/batch-run/job-policy.js';
import { startsGated } from '../../../../plan/batch-run/pace.js';
import { planBatchRun } from '../../../../plan/batch-run/plan.js';
import { batchRunProblems } from '../../../../plan/batch-run/problems.js';
import { keptPolicy } from '../../../../plan/batch-run/retry/kept-policy.js';
import { makeBatch, makeInputs, makeRepository } from '../../sample.js';

/** `Ignore DisruptionTarget`, `FailJob agent In 42,64`. */
const inWords = ({ action, onExitCodes, onPodConditions }: V1PodFailurePolicyRule): string => {
  const { containerName = 'any', operator = '', values = [] } = onExitCodes ?? {};
  const what = onPodConditions?.map(({ type }) => type).join() ?? `${containerName} ${operator} ${values.join()}`;
  return `${action} ${what}`;
};

const disruptions = 'Ignore DisruptionTarget';
const badInput = 'FailJob agent In 42,64';
const rateLimits = 'Ignore agent In 75';
const anythingElse = 'FailJob any NotIn 0';

const cases: Record<string, { batch: BatchSpec; clones?: string[]; want: { rules: string[]; backoffLimit: number } }> =
  {
    'without retry: as ever': { batch: {}, want: { rules: [disruptions, badInput, rateLimits], backoffLimit: 0 } },
    'no class: the same': {
      batch: { retry: { on: [] } },
      want: { rules: [disruptions, badInput, rateLimits], backoffLimit: 0 },
    },
    'rate limits: count, and nothing else is tried again': {
      batch: { retry: { on: [{ class: 'RateLimit', limit: 5 }] } },
      want: { rules: [disruptions, badInput, 'Count agent In 75', anythingElse], backoffLimit: 5 },
    },
    'rate limits never: fail': {
      batch: { retry: { on: [{ class: 'RateLimit', limit: 0 }] } },
      want: { rules: [disruptions, badInput, 'FailJob agent In 75'], backoffLimit: 0 },
    },
    'disruptions: count': {
      batch: { retry: { on: [{ class: 'Infrastructure', limit: 2 }] } },
      want: { rules: ['Count DisruptionTarget', badInput, rateLimits, anythingElse], backoffLimit: 2 },
    },
    'clones: a rule for each, and for no other init container': {
      batch: { retry: { on: [{ class: 'Clone', limit: 2 }] } },
      clones: ['copy-tools', 'clone-0', 'clone-1', 'write-files'],
      want: {
        rules: [disruptions, badInput, rateLimits, 'Count clone-0 NotIn 0', 'Count clone-1 NotIn 0', anythingElse],
        backoffLimit: 2,
      },
    },
    'exit codes, each list with its limit, in order': {
      batch: {
        retry: {
          on: [
            { class: 'ExitCodes', exitCodes: [9, 3], limit: 1 },
            { class: 'ExitCodes', exitCodes: [1], limit: 0 },
          ],
        },
      },
      want: {
        rules: [disruptions, badInput, rateLimits, 'Count agent In 3,9', 'FailJob agent In 1', anythingElse],
        backoffLimit: 1,
      },
    },
    'beside backoffLimit: the Job may fail as often as all together, and failures of no class count': {
      batch: {
        backoffLimit: 2,
        retry: {
          on: [
            { class: 'RateLimit', limit: 5 },
            { class: 'Clone', limit: 1 },
          ],
        },
      },
      clones: ['clone-0'],
      want: { rules: [disruptions, badInput, 'Count agent In 75', 'Count clone-0 NotIn 0'], backoffLimit: 8 },
    },
  };

test.each(Object.entries(cases))('%s', (_, { batch, clones = [], want }) => {
  const { backoffLimit, podFailurePolicy } = jobPolicy(batch, clones);
  expect({ rules: podFailurePolicy?.rules.map(inWords), backoffLimit }).toEqual(want);
});

const withRetry = (retry: Retry, more: BatchSpec = {}) =>
  makeInputs({ batch: { name: 'b', spec: makeBatch({ retry, ...more }) } });

describe('problems', () => {
  const of = (retry: Retry, more: BatchSpec = {}) =>
    batchRunProblems(withRetry(retry, more)).map((problem) => formatFieldError(problem));
  const repositories = (count: number) => [Array.from({ length: count }, (_, i) => makeRepository({ repo: `r${i}` }))];

  test('a code in two lists: the second would never be asked', () => {
    const on: Retry['on'] = [
      { class: 'ExitCodes', exitCodes: [1, 3], limit: 1 },
      { class: 'ExitCodes', exitCodes: [2, 3], limit: 2 },
    ];
    expect(of({ on })).toEqual([
      'spec.retry.on[1].exitCodes[1]: Invalid value: 3: is also a code of spec.retry.on[0]; give each code once',
    ]);
  });

  test('as many clones as there are rules for: fine; one more: an error', () => {
    const retry: Retry = { on: [{ class: 'Clone', limit: 1 }] };
    expect(of(retry, { variableContexts: repositories(16) })).toEqual([]);
    expect(of(retry, { variableContexts: repositories(17) })).toEqual([
      'spec.variableContexts[0]: Invalid value: "17 repositories": has more than the 16 repositories that a Job with spec.retry of the class Clone has rules for; clone fewer, or leave Clone out',
    ]);
  });
});

describe('what the Job cannot keep', () => {
  const on: Retry['on'] = [{ class: 'RateLimit', limit: 5 }];
  const jobOf = (retry: Retry) => planBatchRun(withRetry(retry)).tasks[0]?.job();

  test('is on the Job, with defaults, and not on its Pod', () => {
    const job = jobOf({ on, backoff: { baseSeconds: 30 } }) as unknown as { spec: { template: { metadata: object } } };
    expect(job).toMatchObject({
      metadata: {
        annotations: {
          'kubetask.io/job-policy':
            '{"backoffLimit":0,"on":[{"class":"RateLimit","limit":5}],"backoff":{"baseSeconds":30,"factor":2,"maxSeconds":3600}}',
        },
      },
      spec: { template: { spec: { schedulingGates: [{ name: 'kubetask.io/start' }] } } },
    });
    expect(Object.keys((job.spec.template.metadata as { annotations: object }).annotations)).toEqual([
      'kubetask.io/task-key',
    ]);
  });

  test('a base above the usual maximum is the maximum', () => {
    expect(keptPolicy({ retry: { on, backoff: { baseSeconds: 7200 } } })?.backoff?.maxSeconds).toBe(7200);
  });

  test.each<[string, Retry | undefined, boolean]>([
    ['without retry', undefined, false],
    ['without back-off', { on }, false],
    ['with back-off', { on, backoff: { baseSeconds: 1 } }, true],
  ])('Jobs created at run time, %s', (_, retry, isGated) => {
    expect(startsGated(retry ? withRetry(retry) : makeInputs())).toBe(isGated);
  });
});
