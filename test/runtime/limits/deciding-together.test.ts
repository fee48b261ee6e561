import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { startReconcilers } from '../../../runtime/start.js';
import { FakeClock } from '../../kubernetes-client/fake-clock.js';
import { makeTasks, makeWorkspace } from '../batch-run/world.js';
import { step } from '../task-run/world.js';
import { SlowServer } from './slow-server.js';

const made = (kind: string, name: string, index: number, spec: object): KubernetesObject => ({
  apiVersion: 'kubetask.io/v1alpha1',
  kind,
  metadata: {
    ...{ name, namespace: 'team', uid: `${name}-uid`, generation: 1, resourceVersion: '1' },
    creationTimestamp: `2025-12-31T23:50:${10 + index}Z`,
  },
  ...{ spec },
});

const scene = fc.record({
  limit: fc.integer({ min: 1, max: 4 }),
  batchRuns: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }),
  taskRuns: fc.nat(4),
  scheduler: fc.scheduler(),
});

test('passes over many runs decide at the same time: never more start than the shared limit, and as many as there may be', async () => {
  await fc.assert(
    fc.asyncProperty(scene, async ({ limit, batchRuns, taskRuns, scheduler }) => {
      const workspace = makeWorkspace({ concurrency: { limitKey: 'claude', limit } });
      const taskSpec = { steps: [step('one')] };
      const runs = [
        ...batchRuns.map((tasks, i) => made('BatchRun', `fleet-${i}`, i, { batchSpec: makeTasks(tasks) })),
        ...Array.from({ length: taskRuns }, (_, i) => made('TaskRun', `single-${i}`, 20 + i, { taskSpec })),
      ];
      const server = new SlowServer([workspace, ...runs], scheduler);
      const clock = new FakeClock();
      const reconcilers = await startReconcilers({ transport: server.transport, clock, namespaces: ['team'] });
      await reconcilers.started;
      for (let second = 0; second < 40; second++) {
        await clock.advance(1);
        await scheduler.waitAll();
      }
      void reconcilers.stop();
      const wanted = batchRuns.reduce((sum, tasks) => sum + tasks, taskRuns);
      expect(server.started.size).toBe(Math.min(limit, wanted));
    }),
    { numRuns: 40 },
  );
});
