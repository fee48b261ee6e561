import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { BatchRun, BatchRunStatus, Condition, TaskRun } from '../../api/generated/kinds.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { makeTasks } from '../runtime/batch-run/world.js';
import { makeBatch, makeJob, makeRun, makeTask, makeTaskRun, makeWorkspace, nowhere } from './objects.js';
import { createRunWorld, type RunWorld } from './run-world.js';
import type { ServerUnderTest } from './server-under-test.js';
import { merge } from './world.js';

const outcome = ({ tasks = [] }: BatchRunStatus) =>
  tasks.map(({ index, phase, reason }) => `${index} ${phase} ${reason}`);
const reasonOf = ({ conditions = [] }: { conditions?: Condition[] }) =>
  conditions.find(({ type }) => type === 'Ready')?.reason;
const brief = ({ conditions = [] }: { conditions?: Condition[] }) =>
  Object.fromEntries(conditions.map(({ type, status }) => [type, status]));

/** The reconcilers against a server that validates their writes strictly. */
export function describeReconcilers(server: () => ServerUnderTest): void {
  describe('a reconciler', () => {
    let world: RunWorld;

    beforeEach(async () => {
      world = await createRunWorld(server());
      // No kubelet runs the Pods, so that a test sets their status.
      await world.send('POST', 'workspaceconfigs', makeWorkspace('default', { scheduling: { nodeSelector: nowhere } }));
      await world.startReconcilers();
    });
    afterEach(() => world.close());

    const createBatch = (count: number) => world.send('POST', 'batches', makeBatch('update', makeTasks(count)));
    const createRun = (spec?: object) => world.send('POST', 'batchruns', makeRun('run', spec));
    const status = async (holds: (status: BatchRunStatus) => boolean) => {
      const run = await world.eventually<BatchRun>('batchruns', 'run', (one) => !!one.status && holds(one.status));
      return run.status ?? {};
    };
    const over = () => status(({ completionTime }) => completionTime !== undefined);
    const jobExists = (index: number) => world.eventually('jobs', `run-task-${index}`, () => true);
    const deleteJob = (index: number) => world.send('DELETE', `jobs/run-task-${index}?propagationPolicy=Background`);

    test('follows a run from a missing Batch to its end, with a deleted Job and a restart between', async () => {
      await createRun();
      const blank = await status((s) => reasonOf(s) === 'BatchNotFound');
      expect([blank.phase, brief(blank)]).toEqual([
        'Pending',
        { Ready: 'False', Reconciling: 'True', Succeeded: 'Unknown', Finished: 'False' },
      ]);

      await createBatch(4);
      await jobExists(3);
      await world.endJob('run-task-0', 0, '{"summary":"bumped lodash","branch":"kubetask/x"}');
      const first = await status(({ progress }) => progress?.completed === 1);
      expect(first.tasks?.[0]).toMatchObject({
        phase: 'Succeeded',
        result: { summary: 'bumped lodash', branch: 'kubetask/x' },
      });

      await world.stopReconcilers();
      await deleteJob(0);
      await deleteJob(1);
      await world.startReconcilers();
      await status(({ failedIndexes }) => failedIndexes === '1');

      await world.endJob('run-task-2', 3);
      await world.endJob('run-task-3', 0);
      const last = await over();
      expect(outcome(last)).toEqual([
        '0 Succeeded Completed',
        '1 Failed JobDeleted',
        '2 Failed AgentFailed',
        '3 Succeeded Completed',
      ]);
      expect(last).toMatchObject({
        phase: 'Failed',
        observedGeneration: 1,
        progress: { total: 4, pending: 0, running: 0, completed: 2, failed: 2 },
      });
      expect(brief(last)).toEqual({ Ready: 'False', Stalled: 'True', Succeeded: 'False', Finished: 'True' });
      const { body } = await world.send<{ items: KubernetesObject[] }>('GET', 'jobs');
      expect(body.items.map(({ metadata }) => metadata.name)).toEqual(['run-task-2', 'run-task-3']);
    });

    test('reports a run in Events', async () => {
      await createBatch(1);
      await createRun();
      await world.endJob('run-task-0', 3);
      const reasons = ['Started', 'TaskFailed', 'Failed'];
      await Promise.all(reasons.map((reason) => world.eventRecorded('run', reason)));
      const { body } = await world.send<{ items: { type: string; reason: string }[] }>(
        'GET',
        'events?fieldSelector=involvedObject.kind%3DBatchRun,type%3DWarning',
      );
      expect(body.items.map(({ reason }) => reason)).toEqual(expect.arrayContaining(['TaskFailed', 'Failed']));
    });

    test('leaves a Job of another owner alone, and creates its own once that is deleted', async () => {
      await world.send('POST', 'jobs', makeJob('run-task-0', {}, { labels: { app: 'another' } }));
      await createBatch(2);
      await createRun();
      const conflict = await status(({ tasks }) => tasks?.[0]?.reason === 'JobConflict');
      expect(conflict.tasks?.[0]?.message).toContain('has no controller');
      await deleteJob(0);
      await status(({ observedIndexes }) => observedIndexes === '0-1');
    });

    test('reaches the right outcome while others write to the run', async () => {
      await createBatch(3);
      await createRun();
      await jobExists(2);
      const annotate = (value: number) =>
        world.send('PATCH', 'batchruns/run', { metadata: { annotations: { note: String(value) } } }, merge);
      const [codes] = await Promise.all([
        Promise.all(Array.from({ length: 20 }, (_, value) => annotate(value))),
        ...[0, 1, 2].map((index) => world.endJob(`run-task-${index}`, 0)),
      ]);
      expect(new Set(codes.map(({ code }) => code))).toEqual(new Set([200]));
      const last = await over();
      expect([last.phase, last.completedIndexes, brief(last)]).toEqual([
        'Succeeded',
        '0-2',
        { Ready: 'True', Succeeded: 'True', Finished: 'True' },
      ]);
    });

    test('observes synthesized Jobs and creates none', async () => {
      await createBatch(2);
      await createRun({ batchRef: 'update', jobs: 'synthesized' });
      const waiting = await status((s) => reasonOf(s) === 'JobsNotApplied');
      expect(waiting.phase).toBe('Pending');
      const { body } = await world.send<{ items: unknown[] }>('GET', 'jobs');
      expect(body.items).toEqual([]);
    });

    test('follows a TaskRun from a missing Task to the end of its Pod', async () => {
      await world.send('POST', 'taskruns', makeTaskRun('hello-1', { taskRef: 'hello' }));
      const taskRun = (holds: (status: NonNullable<TaskRun['status']>) => boolean) =>
        world.eventually<TaskRun>('taskruns', 'hello-1', (run) => !!run.status && holds(run.status));
      await taskRun((s) => reasonOf(s) === 'TaskNotFound');
      await world.send(
        'POST',
        'tasks',
        makeTask('hello', { steps: [{ name: 'say', image: 'busybox', script: 'echo' }] }),
      );
      await world.eventually('pods', 'hello-1-pod', () => true);
      await world.endPod('hello-1-pod', 0);
      const { status: last = {} } = await taskRun(({ completionTime }) => completionTime !== undefined);
      expect([last.phase, brief(last)]).toEqual(['Succeeded', { Ready: 'True', Succeeded: 'True', Finished: 'True' }]);
      expect(last.steps).toMatchObject([{ name: 'say', phase: 'Succeeded', exitCode: 0 }]);
    });
  });
}
