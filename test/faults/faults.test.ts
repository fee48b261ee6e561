import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { BatchRun } from '../../api/generated/kinds.js';
import { parseIndexes } from '../../api/status/index-list.js';
import type { Fault } from '../../packages/embedded-cluster/testing.js';
import { wait } from '../../packages/work-queue/clock.js';
import { settle } from '../kubernetes-client/fake-clock.js';
import { runStatus } from '../runtime/batch-run/local-cluster.js';
import { makeTasks } from '../runtime/batch-run/world.js';
import { usualFactor } from './fast-clock.js';
import { create, type FaultWorld, startFaultWorld } from './fault-world.js';
import type { FinalWorld } from './final-world.js';
import { padding } from './padding.js';
import { createRuns, endingOf, working } from './six-tasks.js';

let world: FaultWorld;
let healthy: FinalWorld;

beforeAll(async () => {
  world = await startFaultWorld({ endingOf });
  healthy = await live();
  await world.stop();
});

afterEach(() => world.stop());

interface Faults {
  /** Before the first request. */
  readonly first?: (world: FaultWorld) => void;
  /** When every Job runs, and none has ended. */
  readonly meanwhile?: (world: FaultWorld) => void | Promise<void>;
  /** When everything has finished, observed or not. */
  readonly afterwards?: (world: FaultWorld) => void | Promise<void>;
}

/** Resolves when all watches are open; the runs may start earlier. */
async function watching({ rules }: FaultWorld): Promise<void> {
  const watches = ['batchruns', 'jobs', 'pods', 'taskruns'].map((resource) => `WATCH ${resource}`);
  while (!watches.every((watch) => rules.seen.includes(watch))) await settle();
}

async function live({ first, meanwhile, afterwards }: Faults = {}): Promise<FinalWorld> {
  first?.(world);
  createRuns(world);
  await world.startReplica();
  await working(world);
  await watching(world);
  await meanwhile?.(world);
  world.node.finish();
  await afterwards?.(world);
  return world.over();
}

const always =
  (on: RegExp, fault: Fault, times?: number) =>
  ({ rules }: FaultWorld): void => {
    rules.add({ on, fault, ...(times !== undefined && { times }) });
  };

const status = (code: number, reason: string, retryAfterSeconds?: number): Fault => ({
  ...{ kind: 'status', code, reason },
  ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
});

/** Frozen until the metric is reported `times` times. */
const frozenUntil =
  (line: RegExp, times: number) =>
  ({ line: wire, metrics, clock }: FaultWorld): void => {
    wire.freeze();
    clock.speed(100);
    void metrics.reached(line, times).then(() => {
      clock.speed(usualFactor);
      wire.heal();
    });
  };

test('no fault: two of six tasks fail, each Job is created once', () => {
  expect(healthy.statuses['BatchRun/run']).toMatchObject({ completedIndexes: '0,2-3,5', failedIndexes: '1,4' });
  expect(new Set(Object.values(healthy.births))).toEqual(new Set([1]));
});

describe('the outcome is the same, and a metric reports the fault', () => {
  const cases: Record<string, Faults & { readonly metric: RegExp }> = {
    'frozen when the first connection begins': { first: frozenUntil(/^GET 0$/, 12), metric: /^GET 0$/ },
    'frozen while everything runs': {
      meanwhile: async ({ line, node, metrics, clock }) => {
        line.freeze();
        node.finish();
        clock.speed(400);
        await metrics.reached(/^watch jobs (Silence|Timeout)$/, 2);
        clock.speed(usualFactor);
        line.heal();
      },
      metric: /^watch jobs (Silence|Timeout)$/,
    },
    'frozen answers to lists, in the middle of their body': {
      first: always(/^LIST/, { kind: 'freeze', afterBytes: 30 }, 8),
      metric: /^GET 0$/,
    },
    'frozen answers to status writes': { first: always(/^PATCH/, { kind: 'freeze' }, 1), metric: /^PATCH 0$/ },
    'every connection reset while everything runs': {
      meanwhile: ({ line }) => line.cut(),
      metric: /^watch .* ConnectionReset$/,
    },
    'watches reset in the middle of a line, repeatedly': {
      first: always(/^WATCH/, { kind: 'reset', afterBytes: 700 }, 40),
      metric: /^watch jobs ConnectionReset$/,
    },
    'lists reset in the middle of their body': {
      first: always(/^LIST/, { kind: 'reset', afterBytes: 30 }, 20),
      metric: /^GET 0$/,
    },
    'three bytes at a time, characters split': {
      first: always(/^(LIST|WATCH) (batchruns|pods)/, { kind: 'split', bytes: 3 }),
      metric: /^relist jobs$/,
    },
    '410 on lists': { first: always(/^LIST/, status(410, 'Expired'), 30), metric: /^GET 410$/ },
    '410 when a watch begins': {
      first: (each) => {
        always(/^WATCH jobs/, status(410, 'Expired'), 3)(each);
        always(/^WATCH/, status(410, 'Expired'), 20)(each);
      },
      metric: /^watch jobs Expired$/,
    },
    '410 inside watches': {
      first: always(/^WATCH/, { kind: 'error-event', code: 410, reason: 'Expired', afterEvents: 1 }, 20),
      metric: /^watch jobs Expired$/,
    },
    'a continue token that expired': {
      first: (each) => {
        for (let index = 0; index < 501; index++) create(each.api, 'batches', 'Batch', `other-${index}`, {});
        always(/^LIST batches continue$/, status(410, 'Expired'), 1)(each);
      },
      metric: /^GET 410$/,
    },
    '429 with Retry-After on lists': {
      first: always(/^LIST/, status(429, 'TooManyRequests', 2), 30),
      metric: /^GET 429$/,
    },
    '429 with Retry-After on watches': {
      first: always(/^WATCH/, status(429, 'TooManyRequests', 2), 30),
      metric: /^GET 429$/,
    },
    '429 with Retry-After on status writes': {
      first: always(/^PATCH/, status(429, 'TooManyRequests', 2), 6),
      metric: /^PATCH 429$/,
    },
    '429 with Retry-After on creations': {
      first: always(/^POST/, status(429, 'TooManyRequests', 2), 6),
      metric: /^POST 429$/,
    },
    '500 on status writes': { first: always(/^PATCH/, status(500, 'InternalError'), 4), metric: /^pass .* failed$/ },
    '413 on status writes, as with an object that is temporarily too large': {
      first: always(/^PATCH/, status(413, 'RequestEntityTooLarge'), 4),
      metric: /^PATCH 413$/,
    },
    '422 on status writes, as with an older definition': {
      first: always(/^PATCH/, status(422, 'Invalid'), 4),
      metric: /^PATCH 422$/,
    },
    'a webhook that denies creations, and later allows them': {
      first: always(/^POST jobs/, { kind: 'status', code: 400, reason: 'BadRequest', message: 'denied' }, 9),
      metric: /^POST 400$/,
    },
    'a quota that is exceeded, and freed later': {
      first: always(
        /^POST (jobs|pods)/,
        { kind: 'status', code: 403, reason: 'Forbidden', message: 'exceeded quota' },
        9,
      ),
      metric: /^POST 403$/,
    },
    'each event twice, and some earlier ones again': {
      first: always(/^WATCH/, { kind: 'repeat' }),
      metric: /^relist jobs$/,
    },
    '409 on status writes': { first: always(/^PATCH/, status(409, 'Conflict'), 4), metric: /^PATCH 409$/ },
    'the run changed by others continually': {
      meanwhile: async ({ api, metrics, rules, line, node }) => {
        // No request is in flight: a write whose answer is lost would wait for the watch.
        await runStatus(
          api,
          'run',
          ({ progress, tasks }) =>
            progress?.pending === 6 && tasks?.every(({ reason }) => reason === 'PodPending') === true,
        );
        while (metrics.count(/^PATCH /) < rules.seen.filter((line) => line.startsWith('PATCH')).length) await settle();
        // Until a write has met the newer run, however late it comes on a busy machine.
        const heal = rules.add({ on: /^(WATCH|LIST) batchruns/, fault: status(503, 'ServiceUnavailable') });
        line.cut();
        for (const index of [1, 2, 3]) annotate(api, index);
        node.finish();
        await metrics.reached(/^PATCH 409$/);
        heal();
      },
      metric: /^PATCH 409$/,
    },
    'Jobs created, but the answer lost: 409 on the run’s own child': {
      // No watch tells of the Jobs before they are asked for again.
      first: (each) => {
        always(/^WATCH jobs/, { kind: 'freeze', afterBytes: 0 }, 1)(each);
        always(/^POST jobs/, { kind: 'reset', afterBytes: 0 }, 4)(each);
      },
      meanwhile: async ({ metrics, line }) => {
        await metrics.reached(/^POST 409$/);
        line.cut();
      },
      metric: /^POST 409$/,
    },
    'status written, but the answer lost: 409 with our own write': {
      first: always(/^PATCH/, { kind: 'reset', afterBytes: 0 }, 3),
      metric: /^PATCH 0$/,
    },
    '401 while everything runs': {
      meanwhile: (each) => {
        always(/./, status(401, 'Unauthorized'), 40)(each);
        each.line.cut();
      },
      metric: /^GET 401$/,
    },
  };

  test.each(Object.entries(cases))('%s', async (_, { metric, ...faults }) => {
    world = await startFaultWorld({ endingOf });
    expect(await live(faults)).toEqual(healthy);
    expect(world.metrics.count(metric)).toBeGreaterThan(0);
  });
});

function annotate(api: FaultWorld['api'], index: number): void {
  const run = api.get('batchruns.kubetask.io', 'default', 'run');
  if (!run) throw new Error('Cannot annotate the run: it does not exist');
  const annotations = { touched: String(index) };
  api.update('batchruns.kubetask.io', { ...run, metadata: { ...run.metadata, annotations } });
}

describe('a server that fails for a long time', () => {
  test('a minute of 500 to everything: no hot loop, and the same outcome', async () => {
    world = await startFaultWorld({ endingOf });
    let requests = Number.POSITIVE_INFINITY;
    const final = await live({
      meanwhile: async ({ rules, line, node, clock, metrics }) => {
        const calm = rules.add({ on: /./, fault: status(500, 'InternalError') });
        const before = rules.seen.length;
        line.cut();
        node.finish();
        clock.speed(50);
        // A busy machine does less in a minute.
        await Promise.all([wait(clock, 60), metrics.reached(/^watch jobs InternalError$/, 2)]);
        clock.speed(usualFactor);
        requests = rules.seen.length - before;
        calm();
      },
    });
    expect(final).toEqual(healthy);
    expect(requests).toBeGreaterThan(20);
    expect(requests).toBeLessThan(400);
  });

  test('ten quiet minutes: silent watches are renewed a few times, and changes are seen immediately', async () => {
    world = await startFaultWorld({ endingOf, isSilent: true });
    let requests = Number.POSITIVE_INFINITY;
    const final = await live({
      meanwhile: async ({ rules, clock, metrics }) => {
        const before = rules.seen.length;
        clock.speed(300);
        await Promise.all([wait(clock, 600), metrics.reached(/^watch jobs Silence$/)]);
        clock.speed(usualFactor);
        requests = rules.seen.length - before;
      },
    });
    expect(final).toEqual(healthy);
    // Three of Tekton's kinds are polled throughout.
    expect(requests).toBeLessThan(300);
  });
});

describe('a large run, whose watch is silent', () => {
  /** As somebody may, once the status tells how the task ended. Its Job stays. */
  function removeEndedPods({ api }: FaultWorld): void {
    api.watch('batchruns.kubetask.io', ({ object }) => {
      const { metadata, status = {} } = object as BatchRun;
      for (const index of parseIndexes(status.completedIndexes)) {
        const name = `${metadata.name}-task-${index}-x`;
        queueMicrotask(() => api.get('pods', 'default', name) && api.delete('pods', 'default', name));
      }
    });
  }

  test('a Pod is deleted after its task has ended: its outcome stays when the next one is stored beside it', async () => {
    const ending = { exitCode: 0, message: '{"summary":"größer 😀"}' };
    world = await startFaultWorld({ endingOf: () => ending, soon: (step) => void setTimeout(step, 60) });
    create(world.api, 'batchruns', 'BatchRun', 'run', {
      batchSpec: { ...makeTasks(4, 1), commonContext: [padding] },
    });
    removeEndedPods(world);
    world.rules.add({ on: /^WATCH batchruns/, fault: { kind: 'freeze', afterBytes: 0 } });
    await world.startReplica();
    const { outcomes } = await world.over();
    const entry = { phase: 'Succeeded', reason: 'Completed', result: { summary: 'größer 😀' } };
    expect(outcomes).toMatchObject({ 'run-outcomes-0': { 0: entry, 1: entry, 2: entry, 3: entry } });
  });
});
