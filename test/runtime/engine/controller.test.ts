import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { batchRuns } from '../../../api/kinds/batch-run.js';
import { jobs } from '../../../api/kinds/kubernetes.js';
import { Informer } from '../../../packages/kubernetes-client/cache/informer.js';
import { source } from '../../../packages/kubernetes-client/cache/source.js';
import { byOwnerUid } from '../../../packages/kubernetes-client/cache/store.js';
import { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import { keyOf } from '../../../packages/kubernetes-conventions/object-key.js';
import { controllerOf } from '../../../packages/kubernetes-conventions/owner.js';
import { createController } from '../../../runtime/engine/reconcile/controller.js';
import type { Observed } from '../../../runtime/engine/reconcile/reconcile-once.js';
import { type Running, runControllers } from '../../../runtime/engine/reconcile/run-controllers.js';
import { FakeClock, settle } from '../../kubernetes-client/fake-clock.js';
import {
  FakeServer,
  freeze,
  json,
  OpenStream,
  rejection,
  type Script,
  type SeenRequest,
} from '../../kubernetes-client/fake-server.js';
import { type Job, makeJob, makeOwnedJob, makeRun, type Run } from '../../kubernetes-client/make-objects.js';

let server: FakeServer;
let clock: FakeClock;
let transport: Transport;
let running: Running | undefined;

beforeEach(async () => {
  server = await FakeServer.start();
  clock = new FakeClock();
  transport = new Transport(server.connection, { clock });
});

afterEach(async () => {
  await running?.stop();
  running = undefined;
  transport.close();
  await server.close();
});

/** One Job per run; the status says whether it is there. */
function makeControllers() {
  const seen: Run[] = [];
  const runs = new Informer<Run, never, Run>({
    transport,
    resource: batchRuns,
    project: (run) => run,
    indexes: {},
    clock,
  });
  const owned = new Informer<Job, 'owner', Job>({
    transport,
    resource: jobs,
    project: (job) => job,
    indexes: { owner: byOwnerUid },
    clock,
  });
  const keysOfJob = (job: Job) => {
    const owner = controllerOf(job);
    return owner ? [`${job.metadata.namespace}/${owner.name}`] : [];
  };
  const controller = createController<Observed<Run>, object>({
    name: 'test',
    transport,
    clock,
    kinds: { Job: 'createOnly' },
    parents: runs.store,
    sources: [source(runs, (run) => [keyOf(run)]), source(owned, keysOfJob)],
    observe: (parent) => {
      seen.push(parent);
      return { parent, children: owned.store.list('owner', parent.metadata.uid ?? '') };
    },
    reconcile: ({ parent, children }) => ({
      desired: [makeJob(`${parent.metadata.name}-task-0`)],
      status: { phase: children.length > 0 ? 'Running' : 'Pending' },
    }),
    explain: () => ({ status: { phase: 'Failed' } }),
  });
  return { seen, parts: [{ needs: [runs, owned], create: () => controller }] };
}

/** Answers lists and watches of both resources in whatever order they come, and writes as the test says. */
class Api {
  readonly watches = { batchruns: new OpenStream(), jobs: new OpenStream() };
  readonly writes: SeenRequest[] = [];
  private readonly answers: Script[] = [];

  constructor(lists: { batchruns: readonly Run[]; jobs: readonly Job[] }) {
    server.otherwise((response, request) => {
      const resource = request.path.includes('batchruns') ? 'batchruns' : 'jobs';
      if (request.method !== 'GET') this.write(response, request);
      else if (request.query.watch) this.watches[resource].script(response, request);
      else if (request.path.endsWith('/batchruns/run')) json(lists.batchruns[0])(response, request);
      else json({ metadata: { resourceVersion: '10' }, items: lists[resource] })(response, request);
    });
  }

  /** For the next writes; without one, a write succeeds and leaves version 11 of a pending run. */
  answer(...answers: Script[]): void {
    this.answers.push(...answers);
  }

  /** Every write so far, once there are `count`, as `verb path-from-the-namespace-on`. */
  async wrote(count: number): Promise<string[]> {
    while (this.writes.length < count) await settle();
    return this.writes.map(({ method, path }) => `${method} ${path.split('/').slice(5).join('/')}`);
  }

  private readonly write: Script = (response, request) => {
    this.writes.push(request);
    const answer = this.answers.shift() ?? json(makeRun({ resourceVersion: '11' }, { phase: 'Pending' }));
    answer(response, request);
  };
}

describe('a controller over the wire', () => {
  test('a new run: its Job is created, its status is written, and nothing more', async () => {
    const api = new Api({ batchruns: [makeRun()], jobs: [] });
    running = await runControllers({ ...makeControllers(), clock });
    expect(await api.wrote(2)).toEqual(['POST a/jobs', 'PATCH a/batchruns/run/status']);
    api.watches.batchruns.send('MODIFIED', makeRun({ resourceVersion: '11' }, { phase: 'Pending' }));
    await settle();
    expect(api.writes).toHaveLength(2);
  });

  test('its Job appears: the status follows', async () => {
    const api = new Api({ batchruns: [makeRun({}, { phase: 'Pending' })], jobs: [] });
    running = await runControllers({ ...makeControllers(), clock });
    await api.wrote(1);
    api.watches.jobs.send('ADDED', makeOwnedJob('run-task-0', { resourceVersion: '12' }));
    expect(await api.wrote(2)).toEqual(['POST a/jobs', 'PATCH a/batchruns/run/status']);
    expect(api.writes[1]?.body).toMatchObject({ status: { phase: 'Running' } });
  });

  test('the event of a Job comes before that of our own status: decided by what we wrote, not by the old status', async () => {
    const api = new Api({ batchruns: [makeRun()], jobs: [] });
    running = await runControllers({ ...makeControllers(), clock });
    await api.wrote(2);
    api.watches.jobs.send('ADDED', makeOwnedJob('run-task-0', { resourceVersion: '12' }));
    await api.wrote(3);
    expect(api.writes[2]?.body).toEqual({
      metadata: { resourceVersion: '11', uid: 'run-uid' },
      status: { phase: 'Running' },
    });
  });

  test('the watch has not brought our own status yet: everything is read for a run with that status', async () => {
    const api = new Api({ batchruns: [makeRun()], jobs: [] });
    const made = makeControllers();
    running = await runControllers({ ...made, clock });
    await api.wrote(2);
    api.watches.jobs.send('ADDED', makeOwnedJob('run-task-0', { resourceVersion: '12' }));
    await api.wrote(3);
    expect(made.seen.at(-1)).toMatchObject({ metadata: { resourceVersion: '11' }, status: { phase: 'Pending' } });
  });

  test('a run that is there already, in order: no write at all', async () => {
    const api = new Api({ batchruns: [makeRun({}, { phase: 'Running' })], jobs: [makeOwnedJob('run-task-0')] });
    running = await runControllers({ ...makeControllers(), clock });
    await Promise.all([api.watches.batchruns.opened, api.watches.jobs.opened]);
    await settle();
    expect(api.writes).toEqual([]);
  });
});

describe('runControllers', () => {
  test('one of two resources is not readable yet: no pass starts, and an abort ends it normally', async () => {
    const api = new Api({ batchruns: [makeRun()], jobs: [] });
    server.script(rejection(403, 'Forbidden'), rejection(403, 'Forbidden'));
    const abort = new AbortController();
    const starting = runControllers({ ...makeControllers(), clock, signal: abort.signal });
    await server.request(1);
    abort.abort();
    await (await starting).stop();
    expect({ writes: api.writes, timers: clock.pendingSeconds() }).toEqual({ writes: [], timers: [] });
  });

  test('stop while a pass writes: waits for it', async () => {
    const api = new Api({ batchruns: [makeRun()], jobs: [] });
    const reply: () => void = () => undefined;
    server.script();
    running = await runControllers({ ...makeControllers(), clock });
    await api.wrote(1);
    const stopped = running.stop();
    reply();
    await stopped;
    expect(await api.wrote(2)).toEqual(['POST a/jobs', 'PATCH a/batchruns/run/status']);
  });

  test('stop while the server is frozen: gives up after the drain time', async () => {
    const made = makeControllers();
    const api = new Api({ batchruns: [], jobs: [] });
    running = await runControllers({ ...made, clock, drainSeconds: 5 });
    await Promise.all([api.watches.batchruns.opened, api.watches.jobs.opened]);
    api.answer(freeze);
    api.watches.batchruns.send('ADDED', makeRun());
    await api.wrote(1);
    const stopped = running.stop();
    await clock.timerFor(5);
    await clock.advance(5);
    await stopped;
  });
});
