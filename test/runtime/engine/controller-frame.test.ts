import { expect, test } from '@jest/globals';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { keyOf } from '../../../packages/kubernetes-conventions/object-key.js';
import { type ControllerOptions, createController } from '../../../runtime/engine/reconcile/controller.js';
import type { Observed } from '../../../runtime/engine/reconcile/reconcile-once.js';
import { FakeClock, settle } from '../../kubernetes-client/fake-clock.js';
import { makeRun, type Run } from '../../kubernetes-client/make-objects.js';
import { apiError, ScriptedTransport } from './scripted-transport.js';

type Options = ControllerOptions<Observed<Run>, object>;

/** A controller over these runs, without a server and without sources: what it calls, in order. */
function frame(runs: readonly Run[], options: Partial<Options> = {}, ...answers: object[]) {
  const clock = new FakeClock();
  const calls: unknown[][] = [];
  const logged: unknown[][] = [];
  const scripted = new ScriptedTransport(...answers);
  const note =
    (name: string) =>
    (...args: unknown[]) =>
      void calls.push([name, ...args]);
  const depths: (() => number)[] = [];
  const controller = createController<Observed<Run>, object>({
    name: 'test',
    transport: scripted.transport,
    clock,
    kinds: { Job: 'createOnly' },
    parents: { all: () => runs, byKey: (key) => runs.find((run) => keyOf(run) === key) } as Options['parents'],
    sources: [],
    observe: (parent) => {
      calls.push(['observe', keyOf(parent)]);
      return { parent, children: [] };
    },
    reconcile: () => ({ desired: [], status: { phase: 'Running' } }),
    explain: () => ({ status: { phase: 'Failed' } }),
    logger: { warn: (...args: unknown[]) => void logged.push(args) } as never,
    metrics: {
      reconciled: note('reconciled'),
      queueCreated: (_, depth) => void depths.push(depth),
    },
    ...options,
  });
  const run = async () => {
    controller.start();
    for (let i = 0; i < 20; i += 1) await settle();
  };
  return { clock, calls, logged, controller, run, note, depths, scripted };
}

const named = (calls: readonly unknown[][], name: string) => calls.filter(([first]) => first === name);
const written = makeRun({ resourceVersion: '11' }, { phase: 'Running' }) as KubernetesObject;
const inNamespace = (namespace: string): Run => makeRun({ namespace, uid: `uid-${namespace}` }, { phase: 'Running' });

test('a pass is counted with the name of its controller and how long it took', async () => {
  const { calls, run, controller } = frame([makeRun()], {}, written);
  await run();
  expect(named(calls, 'reconciled')).toEqual([['reconciled', 'test', 'done', 0]]);
  await controller.stop();
});

test('the queue of a controller is as deep as the number of parents that wait', async () => {
  const { depths, controller } = frame([]);
  controller.add('a/one');
  controller.add('a/two');
  expect(depths.map((depth) => depth())).toEqual([2]);
  await controller.stop();
});

test('a pass that fails is logged with what failed and when it is tried again, counted, and tried again', async () => {
  const failure = new Error('cannot decide');
  const { calls, logged, run, controller, clock } = frame([makeRun()], {
    logField: 'batchRun',
    reconcile: () => {
      throw failure;
    },
  });
  await run();
  expect(named(calls, 'reconciled')).toEqual([['reconciled', 'test', 'failed', 0]]);
  expect(logged).toEqual([
    [
      expect.objectContaining({ controller: 'test', err: failure, retryAfterSeconds: expect.any(Number) }),
      'reconcile failed',
    ],
  ]);
  await clock.advance(60);
  expect(named(calls, 'observe').length).toBeGreaterThan(1);
  await controller.stop();
});

test('what a kind asks to be called is called: after the decision, and for what was written', async () => {
  const seen: unknown[][] = [];
  const { run, controller } = frame(
    [makeRun()],
    {
      complete: (observed) => {
        seen.push(['complete']);
        return observed;
      },
      onDecided: () => void seen.push(['decided']),
      report: (_, status) => void seen.push(['report', status]),
    },
    written,
  );
  await run();
  expect(seen).toContainEqual(['decided']);
  expect(seen).toContainEqual(['report', { phase: 'Running' }]);
  expect(named(seen, 'complete').length).toBeGreaterThan(0);
  await controller.stop();
});

test('a status that the API server refuses is not reported', async () => {
  const seen: unknown[] = [];
  const { run, controller } = frame(
    [makeRun()],
    { report: (_, status) => void seen.push(status) },
    apiError(403, 'Forbidden'),
  );
  await run();
  expect(seen).toEqual([]);
  await controller.stop();
});

test('after the API server was restored, each parent gets another pass', async () => {
  let restored = () => {};
  const { calls, run, controller } = frame([inNamespace('a'), inNamespace('b')], {
    restores: {
      listen: (listener) => {
        restored = listener;
      },
    },
  });
  await run();
  const before = named(calls, 'observe').length;
  restored();
  for (let i = 0; i < 20; i += 1) await settle();
  expect(named(calls, 'observe').length).toBeGreaterThanOrEqual(before + 2);
  await controller.stop();
});

test('of a namespace that is left out nothing is looked at; when it returns, its parents alone get a pass', async () => {
  let returned = (_: string) => {};
  const leftOut = new Set(['b']);
  const budget = {
    isLeftOut: (namespace: string) => leftOut.has(namespace),
    listen: (listener: { returned(namespace: string): void }) => {
      returned = listener.returned;
    },
  } as unknown as NonNullable<Options['budget']>;
  const { calls, run, controller } = frame([inNamespace('a'), inNamespace('b')], { budget });
  await run();
  expect(new Set(named(calls, 'observe').map(([, key]) => key))).toEqual(new Set(['a/run']));
  calls.length = 0;
  leftOut.clear();
  returned('b');
  for (let i = 0; i < 20; i += 1) await settle();
  expect(new Set(named(calls, 'observe').map(([, key]) => key))).toEqual(new Set(['b/run']));
  await controller.stop();
});

test('concurrency passes run at the same time, and not more', async () => {
  const open: (() => void)[] = [];
  const prepare = (observed: Observed<Run>) =>
    new Promise<Observed<Run>>((resolve) => void open.push(() => resolve(observed)));
  const runs = ['a', 'b', 'c', 'd', 'e', 'f'].map(inNamespace);
  const { run, controller } = frame(runs, { concurrency: 2, prepare });
  await run();
  expect(open).toHaveLength(2);
  const stopped = controller.stop();
  for (const end of open) end();
  await stopped;
});
