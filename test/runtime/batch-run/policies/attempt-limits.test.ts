import { describe, expect, test } from '@jest/globals';
import { ANNOTATION_JOB_POLICY } from '../../../../api/labels.js';
import { keptPolicy } from '../../../../plan/batch-run/retry/kept-policy.js';
import type { ObservedJob, ObservedTaskPod } from '../../../../runtime/batch-run/observed.js';
import {
  ago,
  failed as failedJob,
  makeBatchObject,
  makePod,
  makeTasks,
  now,
  pass,
  startedWorld,
  type World,
} from '../world.js';

const pressure = {
  type: 'DisruptionTarget',
  status: 'True',
  reason: 'TerminationByKubelet',
  lastTransitionTime: ago(9),
};
const drain = { ...pressure, reason: 'EvictionByEvictionAPI', message: 'Eviction API: evicting' };
const message = 'The node was low on resource: memory.';

const pod = (uid: string, status: ObservedTaskPod['status']): ObservedTaskPod => ({
  ...makePod(0, status, { uid, name: `update-001-task-0-${uid}`, creationTimestamp: ago(60 - Number(uid)) }),
  spec: { nodeName: 'node' },
});
const evicted = (uid: string) => pod(uid, { phase: 'Failed', reason: 'Evicted', message, conditions: [pressure] });
const drained = (uid: string) => pod(uid, { phase: 'Failed', conditions: [drain] });
const running = (uid: string) => pod(uid, { phase: 'Running' });
const scheduled = (uid: string): ObservedTaskPod => ({ ...pod(uid, { phase: 'Pending' }), spec: {} });

const world = (pods: ObservedTaskPod[]): World => ({
  ...startedWorld({ batch: makeBatchObject(makeTasks(1)) }),
  pods,
});
const entry = (given: World) => {
  const { phase, reason, message: text, completionTime } = pass(given).outcome.status.tasks?.[0] ?? {};
  return { phase, reason, message: text, completionTime };
};
const asked = (given: World) =>
  pass(given).changes.map(({ type, object, ...change }) => [
    type,
    object.kind,
    'patch' in change ? Object.keys((change.patch['spec'] ?? change.patch['metadata']) as object).join() : '',
  ]);

const three = ['1', '2', '3'].map(evicted);
const spent = {
  phase: 'Failed',
  reason: 'Evicted',
  message: `evicted 4 times, so it is not retried: raise resources.requests, or set resources.limits, in the WorkspaceConfig; the last time: ${message}`,
  completionTime: ago(9),
};

describe('a task whose node is short of memory', () => {
  test('three times: tries again', () => {
    expect(entry(world([...three, running('4')]))).toMatchObject({ phase: 'Running', reason: 'Running' });
  });

  test.each<[string, ObservedTaskPod[], string[]]>([
    ['and no Pod is left: its Job is held', [evicted('4')], ['amend', 'Job', 'parallelism']],
    ['and the next waits for a node: its Job is held', [evicted('4'), scheduled('5')], ['amend', 'Job', 'parallelism']],
    ['and the next runs: it is stopped', [evicted('4'), running('5')], ['amend', 'Pod', 'activeDeadlineSeconds']],
  ])('four times %s', (_, pods, want) => {
    const given = world([...three, ...pods]);
    expect(entry(given)).toEqual(spent);
    expect(asked(given)[0]).toEqual(want);
  });

  test('four times, of which the Pods are gone: the record of the Job says so, also after the run has ended', () => {
    const recorded = pass(world([...three, running('4')])).world;
    const ended = pass({ ...recorded, pods: [evicted('4'), running('5')] }).world;
    expect(ended.run.status?.phase).toBe('Failed');
    const after = { ...ended, pods: [running('5')] };
    expect(asked(after)).toEqual([['amend', 'Pod', 'activeDeadlineSeconds']]);
    expect(asked({ ...ended, pods: [scheduled('5')] })).toEqual([['amend', 'Job', 'parallelism']]);
  });

  test('once its Job is held, nothing more is asked for', () => {
    const hold = (job: ObservedJob) => ({ ...job, spec: { ...job.spec, parallelism: 0 } });
    const ended = pass(world([...three, evicted('4')])).world;
    const quiet = pass({ ...ended, jobs: ended.jobs.map(hold) }).world;
    expect(pass(quiet, now).changes).toEqual([]);
  });
});

test('a task that is drained again and again tries again', () => {
  const pods = ['1', '2', '3', '4', '5', '6'].map(drained);
  expect(entry(world(pods))).toMatchObject({ phase: 'Pending', reason: 'Evicted' });
});

describe('with a limit for each class', () => {
  const policy = JSON.stringify(
    keptPolicy({
      backoffLimit: 1,
      retry: {
        on: [
          { class: 'RateLimit', limit: 2 },
          { class: 'Infrastructure', limit: 1 },
          { class: 'Clone', limit: 1 },
          { class: 'ExitCodes', exitCodes: [3], limit: 0 },
        ],
      },
    }),
  );
  const failed = (uid: string, name: string, exitCode: number) =>
    pod(uid, {
      phase: 'Failed',
      [name === 'agent' ? 'containerStatuses' : 'initContainerStatuses']: [
        { name, state: { terminated: { exitCode, finishedAt: ago(60 - Number(uid)) } } },
      ],
    });
  const agent = (uid: string, exitCode: number) => failed(uid, 'agent', exitCode);
  const rejected = (uid: string) =>
    pod(uid, {
      phase: 'Failed',
      reason: 'OutOfcpu',
      message: "Pod was rejected: Node didn't have enough resource: cpu",
    });
  const clone = (uid: string) => failed(uid, 'clone-0', 128);
  /** Of a Job that may fail 99 times by itself. */
  const seen = (pods: ObservedTaskPod[], status?: ObservedJob['status']) => {
    const given = world(status ? pods : [...pods, running('9')]);
    const own = (job: ObservedJob): ObservedJob => ({
      ...job,
      metadata: { ...job.metadata, annotations: { [ANNOTATION_JOB_POLICY]: policy } },
      spec: { ...job.spec, backoffLimit: 99 },
      ...(status && { status }),
    });
    const { phase, reason, message: text = '' } = entry({ ...given, jobs: given.jobs.map(own) });
    return [phase, reason, text.replace(/^.*; not/, 'not')];
  };
  const goesOn = ['Running', 'Running', ''];

  test.each<[string, ObservedTaskPod[], string[]]>([
    ['two rate limits: goes on', [agent('1', 75), agent('2', 75)], goesOn],
    [
      'three rate limits: ends',
      [agent('1', 75), agent('2', 75), agent('3', 75)],
      ['Failed', 'TemporaryFailure', 'not retried, because the Batch allows 2 retries by retry for RateLimit'],
    ],
    ['one drain: goes on', [drained('1')], goesOn],
    [
      'a drain and an eviction: ends, since both are of the class',
      [evicted('1'), drained('2')],
      ['Failed', 'Evicted', 'not retried, because the Batch allows 1 retry by retry for Infrastructure'],
    ],
    ['not taken by a kubelet: goes on', [rejected('1')], goesOn],
    [
      'not taken by a kubelet, then drained: ends',
      [rejected('1'), drained('2')],
      ['Failed', 'Evicted', 'not retried, because the Batch allows 1 retry by retry for Infrastructure'],
    ],
    ['one of each class: goes on', [agent('1', 75), drained('2'), clone('3'), agent('4', 1)], goesOn],
    [
      'one that is being deleted, and may still succeed: goes on',
      [{ ...running('1'), metadata: { ...running('1').metadata, deletionTimestamp: ago(1) } }, agent('2', 1)],
      goesOn,
    ],
    [
      'two clones: ends',
      [clone('1'), clone('2')],
      ['Failed', 'CloneFailed', 'not retried, because the Batch allows 1 retry by retry for Clone'],
    ],
    [
      'an exit code that is never tried again: ends',
      [agent('1', 3)],
      ['Failed', 'AgentFailed', 'not retried, because the Batch allows 0 retries by retry for ExitCodes'],
    ],
    [
      'two failures of no class: backoffLimit',
      [agent('1', 1), agent('2', 1)],
      ['Failed', 'AgentFailed', 'not retried, because the Batch allows 1 retry by backoffLimit'],
    ],
  ])('%s', (_, pods, want) => expect(seen(pods)).toEqual(want));

  test.each<[string, ObservedTaskPod[], string]>([
    [
      'three rate limits: says the limit',
      [agent('1', 75), agent('2', 75), agent('3', 75)],
      'not retried, because the Batch allows 2 retries by retry for RateLimit',
    ],
    [
      'two rate limits: only what the Pod says',
      [agent('1', 75), agent('2', 75)],
      'container agent exited with code 75; see kubectl logs -n team job/update-001-task-0',
    ],
    [
      'a failure of no class: only what the Pod says',
      [agent('1', 42)],
      'container agent exited with code 42; correct its contexts, see kubectl logs -n team job/update-001-task-0',
    ],
  ])('a Job that ended by itself after %s', (_, pods, want) =>
    expect(seen(pods, { ...failedJob(), failed: pods.length })[2]).toBe(want),
  );
});
