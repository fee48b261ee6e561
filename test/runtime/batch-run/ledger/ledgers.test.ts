import { describe, expect, test } from '@jest/globals';
import type { Batch } from '../../../../api/generated/kinds.js';
import { ApiError } from '../../../../packages/kubernetes-client/transport/api-error.js';
import type { Transport } from '../../../../packages/kubernetes-client/transport/transport.js';
import { type LedgerEntry, MAX_ENTRIES } from '../../../../runtime/batch-run/ledger/ledger.js';
import { LedgerStore } from '../../../../runtime/batch-run/ledger/ledger-store.js';
import { Ledgers } from '../../../../runtime/batch-run/ledger/ledgers.js';
import { makeBatchObject } from '../world.js';

const batch = makeBatchObject();
const cm = '/api/v1/namespaces/team/configmaps';
const batchPath = '/apis/kubetask.io/v1alpha1/namespaces/team/batches/update';

type Stored = { metadata: object; data?: Record<string, string>; status?: Batch['status'] };

/** As much of an API server as a ledger needs. */
function makeServer() {
  let reported: readonly LedgerEntry[] = [];
  const objects = new Map<string, Stored>([[batchPath, { ...batch }]]);
  const asked: string[] = [];
  let refused: (line: string) => boolean = () => false;
  const request = async ({ method, path, body }: { method: string; path: string; body?: unknown }) => {
    const line = `${method} ${path.replace(cm, 'cm').replace(batchPath, 'batch')}`;
    asked.push(line);
    await Promise.resolve();
    const error = (reason: string, code: number) => new ApiError(reason, { code, reason, transient: code >= 500 });
    if (refused(line)) throw error('InternalError', 500);
    const stored = body as Stored & { metadata: { name: string } };
    const own = method === 'POST' ? `${path}/${stored.metadata.name}` : path.replace(/\/status$/, '');
    const existing = objects.get(own);
    if (method === 'GET' && !existing) throw error('NotFound', 404);
    if (method === 'POST' && existing) throw error('AlreadyExists', 409);
    if (method === 'GET') return existing;
    objects.set(own, path.endsWith('/status') ? { ...existing, ...batch, status: stored.status } : stored);
    return undefined;
  };
  return {
    objects,
    asked,
    store: new LedgerStore({ request } as unknown as Transport, () => reported),
    /** What the runs of the Batch say. */
    report: (entries: readonly LedgerEntry[]) => {
      reported = entries;
    },
    refuse: (rule: (line: string) => boolean) => {
      refused = rule;
    },
  };
}

const entry = (key: string, run = 'run') => ({ key, run });
const keysOf = async (server: ReturnType<typeof makeServer>) => [
  ...(await new Ledgers().load(batch, server.store)).entries.keys(),
];

describe('a ledger', () => {
  test('survives the controller', async () => {
    const server = makeServer();
    await new Ledgers().record(batch, [entry('a'), entry('b')], server.store);
    expect(await keysOf(server)).toEqual(['a', 'b']);
  });
  test('is stored before the status states it', async () => {
    const server = makeServer();
    await new Ledgers().record(batch, [entry('a')], server.store);
    expect(server.asked).toEqual(['GET batch', 'POST cm', 'PATCH batch/status']);
  });
  test('is read once, and costs two requests more for each pass that adds to it', async () => {
    const server = makeServer();
    const ledgers = new Ledgers();
    await ledgers.record(batch, [entry('a')], server.store);
    server.asked.length = 0;
    await ledgers.record(batch, [entry('a')], server.store);
    expect(server.asked).toEqual([]);
    await ledgers.record(batch, [entry('b')], server.store);
    expect(server.asked).toEqual([
      'POST cm',
      'GET cm/update-ledger-0',
      'PATCH cm/update-ledger-0',
      'PATCH batch/status',
    ]);
  });
  test('stays in memory when a run of its Batch has finished', async () => {
    const server = makeServer();
    const ledgers = new Ledgers();
    await ledgers.record(batch, [entry('a')], server.store);
    ledgers.forget('run-uid');
    expect(ledgers.latest(batch)?.entries.size).toBe(1);
  });
  test('of two runs that succeed at the same time: nothing is lost', async () => {
    const server = makeServer();
    const ledgers = new Ledgers();
    await Promise.all(['a', 'b', 'c'].map((key) => ledgers.record(batch, [entry(key)], server.store)));
    expect(await keysOf(server)).toEqual(['a', 'b', 'c']);
  });
});

describe('a request that fails', () => {
  const cases: Record<string, (line: string) => boolean> = {
    'of the ConfigMap': (line) => line === 'POST cm',
    'of the status': (line) => line === 'PATCH batch/status',
  };
  test.each(Object.entries(cases))(
    '%s: the failure is returned, and the next try stores everything',
    async (_, rule) => {
      const server = makeServer();
      const ledgers = new Ledgers();
      server.refuse(rule);
      const failures = await ledgers.record(batch, [entry('a')], server.store);
      expect(failures.map(({ reason, transient }) => [reason, transient])).toEqual([['InternalError', true]]);
      expect(await keysOf(server)).toEqual([]);
      server.refuse(() => false);
      await ledgers.record(batch, [entry('a')], server.store);
      expect(await keysOf(server)).toEqual(['a']);
    },
  );
});

describe('what the runs say and the ledger lacks', () => {
  const partPath = `${cm}/update-ledger-0`;
  /** A ledger of a, and what of it an older backup has. */
  const restored = async (reported: LedgerEntry[]) => {
    const server = makeServer();
    const ledgers = new Ledgers();
    await ledgers.record(batch, [entry('a')], server.store);
    const backup = new Map(server.objects);
    await ledgers.record(batch, [entry('b')], server.store);
    for (const [path, object] of backup) server.objects.set(path, object);
    server.report(reported);
    return { server, ledgers };
  };

  test('is written again at the next start', async () => {
    const { server } = await restored([entry('a'), entry('b')]);
    expect(await keysOf(server)).toEqual(['a', 'b']);
    expect(server.objects.get(partPath)?.data?.['entries']).toContain('"b"');
  });
  test('also if only the ConfigMap was restored', async () => {
    const { server } = await restored([entry('a'), entry('b')]);
    server.objects.set(batchPath, {
      ...batch,
      status: { ledger: [{ name: 'update-ledger-0', entries: 2, digest: 'of both' }] },
    });
    expect(await keysOf(server)).toEqual(['a', 'b']);
  });
  test('is known to passes even if it cannot be written, and the next pass tries again', async () => {
    const { server } = await restored([entry('b')]);
    const ledgers = new Ledgers();
    server.refuse((line) => line === 'PATCH batch/status');
    expect([...(await ledgers.load(batch, server.store)).entries.keys()]).toEqual(['a', 'b']);
    expect(ledgers.latest(batch)).toBe(undefined);
    server.refuse(() => false);
    await ledgers.load(batch, server.store);
    expect(ledgers.latest(batch)?.entries.size).toBe(2);
  });
  test('is written once, however many passes ask at a time', async () => {
    const { server } = await restored([entry('b')]);
    const ledgers = new Ledgers();
    server.asked.length = 0;
    await Promise.all([1, 2, 3].map(() => ledgers.load(batch, server.store)));
    expect(server.asked.filter((line) => line === 'PATCH batch/status')).toHaveLength(1);
  });
  test('replaces nothing of a full ledger', async () => {
    const server = makeServer();
    const full = Array.from({ length: MAX_ENTRIES }, (_, i) => entry(`key-${i}`));
    await new Ledgers().record(batch, full, server.store);
    server.report([entry('let go')]);
    expect((await new Ledgers().load(batch, server.store)).entries.has('let go')).toBe(false);
  });
  test('a controller that learns of the restore keeps what it knows', async () => {
    const { server, ledgers } = await restored([]);
    ledgers.distrust();
    await ledgers.load(batch, server.store);
    expect(await keysOf(server)).toEqual(['a', 'b']);
  });
  test('a restore while entries are written: they are written again', async () => {
    const { server, ledgers } = await restored([]);
    const distrust = () => {
      ledgers.distrust();
      return false;
    };
    server.refuse((line) => line === 'PATCH batch/status' && distrust());
    await ledgers.record(batch, [entry('c')], server.store);
    expect(ledgers.latest(batch)).toBe(undefined);
    expect([...(await ledgers.load(batch, server.store)).entries.keys()]).toEqual(
      expect.arrayContaining(['a', 'b', 'c']),
    );
  });
});

describe('not believed', () => {
  const forged = { entries: JSON.stringify(entry('forged')) };
  const owner = [
    { apiVersion: 'kubetask.io/v1alpha1', kind: 'Batch', name: 'update', uid: 'batch-uid', controller: true },
  ];
  test('a ConfigMap that the status does not state', async () => {
    const server = makeServer();
    server.objects.set(`${cm}/update-ledger-0`, { metadata: { ownerReferences: owner }, data: forged });
    expect(await keysOf(server)).toEqual([]);
  });
  test('one that was changed since', async () => {
    const server = makeServer();
    await new Ledgers().record(batch, [entry('a')], server.store);
    server.objects.set(`${cm}/update-ledger-0`, { metadata: { ownerReferences: owner }, data: forged });
    expect(await keysOf(server)).toEqual([]);
  });
  test('the ledger of an earlier Batch of the same name', async () => {
    const server = makeServer();
    await new Ledgers().record(batch, [entry('a')], server.store);
    const again = { ...batch, metadata: { ...batch.metadata, uid: 'other' } };
    expect((await new Ledgers().load(again, server.store)).entries.size).toBe(0);
  });
  test('and never overwritten: a ConfigMap of another owner', async () => {
    const server = makeServer();
    server.objects.set(`${cm}/update-ledger-0`, { metadata: { name: 'update-ledger-0' }, data: { mine: 'x' } });
    const [failure] = await new Ledgers().record(batch, [entry('a')], server.store);
    expect(failure?.message).toContain('ConfigMap update-ledger-0 belongs to another object');
    expect(server.objects.get(`${cm}/update-ledger-0`)?.data).toEqual({ mine: 'x' });
  });
});
