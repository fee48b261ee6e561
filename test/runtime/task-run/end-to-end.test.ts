import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { StepStatus, TaskRunStatus, TaskSpec } from '../../../api/generated/kinds.js';
import { namespace } from '../batch-run/local-cluster.js';
import {
  changeRun,
  createRun,
  type NodeCluster,
  runStatus,
  startNodeCluster,
  watchPhases,
  whenOver,
} from './node-cluster.js';
import { summary } from './world.js';

let cluster: NodeCluster;
beforeAll(async () => {
  cluster = await startNodeCluster();
});
afterAll(() => cluster.stop());

const image = 'any';
const brief = ({ steps = [] }: TaskRunStatus) =>
  steps.map(({ name, phase, exitCode }: StepStatus) => [name, phase, exitCode]);

const createTask = (name: string, spec: TaskSpec) =>
  cluster.api.create('tasks.kubetask.io', {
    apiVersion: 'kubetask.io/v1alpha1',
    kind: 'Task',
    metadata: { name, namespace },
    ...{ spec },
  });

/** Runs until its one step has started, then forever; a signal ends it. */
const endless: TaskSpec = { steps: [{ name: 'work', image, script: 'echo started; exec sleep 600' }] };

const isRunning = ({ steps = [] }: TaskRunStatus) => steps.some(({ phase }) => phase === 'Running');

test('two steps with a parameter: in order, one workspace, every phase, and the last result', async () => {
  createTask('greet', {
    params: [{ name: 'whom' }, { name: 'greeting', default: 'hello' }],
    steps: [
      { name: 'write', image, script: 'printf "%s" "$PARAM_GREETING" > word; date +%s%N > "$HOME/first"' },
      {
        name: 'read',
        image,
        script: `test "$(cat "$HOME/first")" -lt "$(date +%s%N)"
echo "$(cat word), $PARAM_WHOM"
printf '{"summary":"greeted"}' > "$KUBETASK_RESULT"`,
      },
    ],
  });
  const phases = watchPhases(cluster, 'greet-1');
  createRun(cluster, 'greet-1', { taskRef: 'greet', params: [{ name: 'whom', value: '$(HOME) `id` $$' }] });
  const status = await whenOver(cluster, 'greet-1');
  expect(summary(status)).toEqual(['Succeeded', 'Completed', 'all 2 steps succeeded']);
  expect(brief(status)).toEqual([
    ['write', 'Succeeded', 0],
    ['read', 'Succeeded', 0],
  ]);
  expect(status).toMatchObject({ podName: 'greet-1-pod', result: { summary: 'greeted' } });
  expect(await cluster.log('greet-1-pod', 'read')).toBe('hello, $(HOME) `id` $$\n');
  expect(phases).toEqual(['Pending', 'Running', 'Succeeded']);
});

test('a first step that fails in mid-script: the run fails, the second step never starts', async () => {
  const steps = [
    { image, script: 'echo before; false; echo after' },
    { image, script: 'echo never' },
  ];
  createRun(cluster, 'fails', { taskSpec: { steps } });
  const status = await whenOver(cluster, 'fails');
  expect(summary(status).slice(0, 2)).toEqual(['Failed', 'StepFailed']);
  expect(brief(status)).toEqual([
    ['step-0', 'Failed', 1],
    ['step-1', 'Skipped', undefined],
  ]);
  expect(await cluster.log('fails-pod', 'step-0')).toBe('before\n');
});

test('a script that starts with #!: runs as a file of that interpreter', async () => {
  const script = '#!/usr/bin/env -S awk -f\nBEGIN { print "awk " 6 * 7 }\n';
  createRun(cluster, 'shebang', { taskSpec: { steps: [{ name: 'compute', image, script }] } });
  expect((await whenOver(cluster, 'shebang')).phase).toBe('Succeeded');
  expect(await cluster.log('shebang-pod', 'compute')).toBe('awk 42\n');
});

test('an unknown Task: said at once, and healed when it appears', async () => {
  createRun(cluster, 'early', { taskRef: 'late' });
  const blank = await runStatus(cluster, 'early', ({ conditions }) => conditions !== undefined);
  expect(summary(blank)).toEqual([
    'Pending',
    'TaskNotFound',
    expect.stringContaining(
      `Task late does not exist in namespace ${namespace}; create it; the run waits for it until `,
    ),
  ]);
  createTask('late', { steps: [{ image, script: 'true' }] });
  expect((await whenOver(cluster, 'early')).phase).toBe('Succeeded');
});

test('cancelled in mid-run: SIGTERM and time to end, and the log stays', async () => {
  const script = 'trap "echo stopping; exit 9" TERM; echo started; while :; do sleep 0.05; done';
  const phases = watchPhases(cluster, 'cancelled');
  createRun(cluster, 'cancelled', {
    taskSpec: {
      steps: [
        { name: 'work', image, script },
        { name: 'never', image, script },
      ],
    },
  });
  await runStatus(cluster, 'cancelled', isRunning);
  await cluster.whenPrinted('cancelled-pod', 'work');
  changeRun(cluster, 'cancelled', { cancel: true });
  const status = await whenOver(cluster, 'cancelled');
  expect(summary(status)).toEqual(['Cancelled', 'Cancelled', 'the run was cancelled']);
  expect(brief(status)).toEqual([
    ['work', 'Failed', 9],
    ['never', 'Skipped', undefined],
  ]);
  expect(await cluster.log('cancelled-pod', 'work')).toMatch(/^started\n(.*\n)?stopping\n$/);
  expect(phases).toEqual(['Pending', 'Running', 'Cancelled']);
});

test('a Pod deleted in mid-run: failed', async () => {
  createRun(cluster, 'deleted', { taskSpec: endless });
  await runStatus(cluster, 'deleted', isRunning);
  cluster.api.delete('pods', namespace, 'deleted-pod');
  const status = await whenOver(cluster, 'deleted');
  expect(summary(status).slice(0, 2)).toEqual(['Failed', 'PodDeleted']);
  expect(brief(status).map(([, phase]) => phase)).toEqual(['Failed']);
});

test('longer than its timeout: DeadlineExceeded', async () => {
  createRun(cluster, 'slow', { taskSpec: endless, timeout: '1s' });
  expect(summary(await whenOver(cluster, 'slow')).slice(0, 2)).toEqual(['Failed', 'DeadlineExceeded']);
});

test('suspended: no Pod until it is resumed', async () => {
  const phases = watchPhases(cluster, 'paused');
  createRun(cluster, 'paused', { taskSpec: { steps: [{ image, script: 'true' }] }, suspend: true });
  await runStatus(cluster, 'paused', ({ phase }) => phase === 'Paused');
  expect(cluster.api.get('pods', namespace, 'paused-pod')).toBeUndefined();
  changeRun(cluster, 'paused', { suspend: false });
  await whenOver(cluster, 'paused');
  // Pending may be over before the next write is due.
  expect(phases.filter((phase) => phase !== 'Pending')).toEqual(['Paused', 'Running', 'Succeeded']);
});

test('a name that is taken, as by the TaskRun of Tekton: the Pod runs under another name, and the other Pod is left alone', async () => {
  const owner = { apiVersion: 'tekton.dev/v1', kind: 'TaskRun', name: 'taken', uid: 'tekton-uid', controller: true };
  const stranger = cluster.api.create('pods', {
    ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'taken-pod', namespace, ownerReferences: [owner] } },
    ...{ spec: { nodeName: 'elsewhere', containers: [{ name: 'c', image }] } },
  });
  createRun(cluster, 'taken', { taskSpec: { steps: [{ image, script: 'true' }] } });
  const { phase, podName } = await whenOver(cluster, 'taken');
  expect([phase, podName]).toEqual(['Succeeded', expect.stringMatching(/^taken-pod-[0-9a-f]{8}$/)]);
  expect(cluster.api.get('pods', namespace, 'taken-pod')?.metadata.uid).toBe(stranger.metadata.uid);
  const pods = cluster.api.list('pods', { namespace, labelSelector: 'kubetask.io/task-run=taken' });
  expect(pods.map(({ metadata }) => metadata.name)).toEqual([podName]);
});
