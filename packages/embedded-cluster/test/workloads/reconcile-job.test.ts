import { describe, expect, test } from '@jest/globals';
import type { Job, Pod } from '../../objects.js';
import { type JobOutcome, reconcileJob } from '../../workloads/job/reconcile.js';
import { ago, counted, deleting, failedPod, makeJob, makePod, now, runningPod, succeededPod } from './job-builders.js';

interface Summary {
  create: number;
  remove: number;
  release: number;
  conditions: readonly string[];
  active: number;
  succeeded: number;
  failed: number;
  requeueAfterSeconds?: number;
}

function summarize(outcome: JobOutcome): Summary {
  const { status, requeueAfterSeconds } = outcome;
  return {
    create: outcome.create.length,
    remove: outcome.remove.length,
    release: outcome.release.length,
    conditions: (status.conditions ?? []).map(({ type, status, reason }) => `${type}=${status} ${reason}`),
    active: status.active ?? 0,
    succeeded: status.succeeded ?? 0,
    failed: status.failed ?? 0,
    ...(requeueAfterSeconds !== undefined && { requeueAfterSeconds }),
  };
}

const nothing: Summary = { create: 0, remove: 0, release: 0, conditions: [], active: 0, succeeded: 0, failed: 0 };
const complete = ['SuccessCriteriaMet=True CompletionsReached', 'Complete=True CompletionsReached'];
const failed = (reason: string) => [`FailureTarget=True ${reason}`, `Failed=True ${reason}`];
const started = { startTime: ago(60) };
const suspended = [{ type: 'Suspended', status: 'True', reason: 'JobSuspended' }];
const policy = (action: string) => ({
  podFailurePolicy: { rules: [{ action, onExitCodes: { operator: 'In', values: [42] } }] },
});

const cases: Record<string, { job: Job; pods?: Pod[]; want: Partial<Summary> }> = {
  'a new Job: makes its Pod': { job: makeJob(), want: { create: 1, active: 1 } },
  'parallelism 3 of 5 completions: makes 3': {
    job: makeJob({ parallelism: 3, completions: 5 }),
    want: { create: 3, active: 3 },
  },
  'the last of 5 completions: makes no more than are missing': {
    job: makeJob({ parallelism: 3, completions: 5 }, { ...started, succeeded: 4 }),
    want: { create: 1, active: 1, succeeded: 4 },
  },
  'a running Pod: asks for nothing': { job: makeJob({}, started), pods: [runningPod()], want: { active: 1 } },
  'its Pod succeeded: complete, the Pod released': {
    job: makeJob({}, started),
    pods: [succeededPod()],
    want: { release: 1, succeeded: 1, conditions: complete },
  },
  'a failure a second ago: waits the rest of 10 s': {
    job: makeJob({}, started),
    pods: [failedPod(1)],
    want: { release: 1, failed: 1, requeueAfterSeconds: 9 },
  },
  'two failures, the last 15 s ago: waits the rest of 20 s': {
    job: makeJob({}, { ...started, failed: 1 }),
    pods: [counted(failedPod(40)), failedPod(15)],
    want: { release: 1, failed: 2, requeueAfterSeconds: 5 },
  },
  'the back-off is over: makes the next Pod': {
    job: makeJob({}, { ...started, failed: 1 }),
    pods: [counted(failedPod(10))],
    want: { create: 1, active: 1, failed: 1 },
  },
  'backoffLimit 0 and one failure: failed': {
    job: makeJob({ backoffLimit: 0 }, started),
    pods: [failedPod()],
    want: { release: 1, failed: 1, conditions: failed('BackoffLimitExceeded') },
  },
  'a failure too many while another Pod runs: failing, and failed only when that Pod is gone': {
    job: makeJob({ backoffLimit: 0, parallelism: 2, completions: 2 }, started),
    pods: [failedPod(), runningPod()],
    want: { release: 1, remove: 1, failed: 1, conditions: ['FailureTarget=True BackoffLimitExceeded'] },
  },
  'restartPolicy OnFailure with as many restarts as the limit: failing': {
    job: makeJob({ backoffLimit: 1, template: { spec: { restartPolicy: 'OnFailure', containers: [] } } }, started),
    pods: [
      makePod({
        phase: 'Running',
        containerStatuses: [{ name: 'main', image: '', imageID: '', ready: true, restartCount: 1 }],
      }),
    ],
    want: { remove: 1, conditions: ['FailureTarget=True BackoffLimitExceeded'] },
  },
  'past its deadline: failing, its Pod removed': {
    job: makeJob({ activeDeadlineSeconds: 60 }, started),
    pods: [runningPod()],
    want: { remove: 1, conditions: ['FailureTarget=True DeadlineExceeded'] },
  },
  'before its deadline: looks again when it is due': {
    job: makeJob({ activeDeadlineSeconds: 100 }, started),
    pods: [runningPod()],
    want: { active: 1, requeueAfterSeconds: 40 },
  },
  'made suspended: no Pod, no start time': {
    job: makeJob({ suspend: true }),
    want: { conditions: ['Suspended=True JobSuspended'] },
  },
  'suspended while running: its Pod goes and is not a failure': {
    job: makeJob({ suspend: true }, started),
    pods: [runningPod()],
    want: { remove: 1, release: 1, conditions: ['Suspended=True JobSuspended'] },
  },
  'resumed: a Pod again': {
    job: makeJob({}, { conditions: suspended }),
    want: { create: 1, active: 1, conditions: ['Suspended=False JobResumed'] },
  },
  'a Pod deleted by hand: a failure, replaced after the back-off': {
    job: makeJob({}, started),
    pods: [deleting(runningPod())],
    want: { create: 1, active: 1, release: 1, failed: 1 },
  },
  'a Pod deleted by hand, podReplacementPolicy Failed: waits until it has ended': {
    job: makeJob({ podReplacementPolicy: 'Failed' }, started),
    pods: [deleting(runningPod())],
    want: {},
  },
  'exit code 42, policy FailJob: failed at once': {
    job: makeJob(policy('FailJob'), started),
    pods: [failedPod(1, 42)],
    want: { release: 1, failed: 1, conditions: failed('PodFailurePolicy') },
  },
  'exit code 42, policy Ignore: not counted': {
    job: makeJob({ ...policy('Ignore'), backoffLimit: 0 }, started),
    pods: [failedPod(30, 42)],
    want: { create: 1, active: 1, release: 1 },
  },
  'more succeeded than wanted while one runs: that one goes, then complete': {
    job: makeJob({ completions: 1, parallelism: 2 }, started),
    pods: [succeededPod(), runningPod()],
    want: { remove: 1, release: 2, succeeded: 1, conditions: ['SuccessCriteriaMet=True CompletionsReached'] },
  },
  'parallelism reduced: the excess goes': {
    job: makeJob({ parallelism: 1, completions: 5 }, started),
    pods: [runningPod(), runningPod()],
    want: { remove: 1, release: 1, active: 1 },
  },
  'a work queue whose first worker ended well: no new Pods': {
    job: makeJob({ parallelism: 2 }, started),
    pods: [succeededPod(), runningPod()],
    want: { release: 1, active: 1, succeeded: 1 },
  },
  'finished, ttl not over: looks again then': {
    job: makeJob(
      { ttlSecondsAfterFinished: 30 },
      { ...started, conditions: [{ type: 'Complete', status: 'True', lastTransitionTime: ago(10) }] },
    ),
    want: { conditions: ['Complete=True undefined'], requeueAfterSeconds: 20 },
  },
};

describe('reconcileJob', () => {
  test.each(Object.entries(cases))('%s', (_situation, { job, pods = [], want }) => {
    expect(summarize(reconcileJob({ job, pods }, now))).toEqual({ ...nothing, ...want });
  });

  test('a finished Job past its ttl: expired', () => {
    const conditions = [{ type: 'Failed', status: 'True', lastTransitionTime: ago(10) }];
    const job = makeJob({ ttlSecondsAfterFinished: 10 }, { ...started, conditions });
    expect(reconcileJob({ job, pods: [] }, now).isExpired).toBe(true);
  });

  test('policy FailJob: the message names container, Pod, exit code and rule', () => {
    const pod = failedPod(1, 42);
    const { status } = reconcileJob({ job: makeJob(policy('FailJob'), started), pods: [pod] }, now);
    expect(status.conditions?.map(({ message }) => message)).toEqual(
      Array(2).fill(
        `Container main for pod ns/${pod.metadata.name} failed with exit code 42 matching FailJob rule at index 0`,
      ),
    );
  });

  test('an Indexed Job: makes the indexes that are neither done nor worked on', () => {
    const busy = makePod({ phase: 'Running' }, { annotations: { 'batch.kubernetes.io/job-completion-index': '1' } });
    const spec = { completionMode: 'Indexed', completions: 5, parallelism: 3 } as const;
    const outcome = reconcileJob({ job: makeJob(spec, { ...started, completedIndexes: '0,2' }), pods: [busy] }, now);
    expect(outcome.create.map(({ metadata }) => metadata.generateName)).toEqual(['j-3-', 'j-4-']);
    expect(outcome.status).toMatchObject({ completedIndexes: '0,2', succeeded: 2, active: 3 });
  });

  test('a second pass over what the first one made: asks for nothing', () => {
    const job = makeJob({}, started);
    const pods = [succeededPod()];
    const first = reconcileJob({ job, pods }, now);
    const second = reconcileJob({ job: { ...job, status: first.status }, pods: pods.map(counted) }, now + 5000);
    expect(second).toMatchObject({ create: [], remove: [], release: [], events: [], status: first.status });
  });
});
