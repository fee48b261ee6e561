import { describe, expect, test } from '@jest/globals';
import type { Batch, BatchRun } from '../../../api/generated/kinds.js';
import { ApiError } from '../../../packages/kubernetes-client/transport/api-error.js';
import type { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import { inlineCapacity } from '../../../runtime/batch-run/outcomes/inline-capacity.js';
import { TemplateMemo } from '../../../runtime/batch-run/template/template-memo.js';
import { loadTemplate } from '../../../runtime/templates/load-template.js';
import { offloadRun, offloadTemplate } from '../../../runtime/templates/offload.js';
import { makeBatchObject, makeInlineRun, makeRun, makeTasks, makeWorkspace } from '../batch-run/world.js';

const long = makeBatchObject(makeTasks(100));
const short = makeBatchObject(makeTasks(1));

describe('what is kept', () => {
  test('a short template: its specification, and nothing that others wrote', () => {
    const annotated = { ...short, metadata: { ...short.metadata, annotations: { huge: 'x'.repeat(250_000) } } };
    expect(offloadTemplate(annotated)).toEqual(short);
  });

  test('a long template: what it refers to, and how long it is', () => {
    const { spec, offloadedBytes } = offloadTemplate(
      makeBatchObject({ ...makeTasks(100), workspaceConfigRef: 'large' }),
    );
    expect(spec).toEqual({ workspaceConfigRef: 'large' });
    expect(offloadedBytes).toBeGreaterThan(4096);
  });

  test('a long WorkspaceConfig: the limit that it names', () => {
    const concurrency = { limitKey: 'claude', limit: 3 };
    const workspace = makeWorkspace({ concurrency, env: [{ name: 'LONG', value: 'x'.repeat(5000) }] });
    expect(offloadTemplate(workspace).spec).toEqual({ concurrency });
  });

  test('a run with a long specification of its own: everything else, and as much room for entries as before', () => {
    const run: BatchRun = makeInlineRun(makeTasks(2000));
    const kept = offloadRun(run, 'batchSpec');
    expect(kept.spec).toEqual({ ...run.spec, batchSpec: {} });
    expect(Math.abs(inlineCapacity(kept) - inlineCapacity(run))).toBeLessThanOrEqual(1);
  });

  test('a run with a long annotation: that it is there', () => {
    const { metadata, ...run } = makeRun();
    const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': 'x'.repeat(9000), short: 'y' };
    const kept = offloadRun({ ...run, metadata: { ...metadata, annotations } }, 'batchSpec');
    expect(kept.metadata.annotations).toEqual({ 'kubectl.kubernetes.io/last-applied-configuration': '', short: 'y' });
  });
});

const serving = (...stored: Batch[]) =>
  ({
    request: async () => {
      const [object] = stored;
      if (object) return object;
      throw new ApiError('gone', { code: 404, reason: 'NotFound', transient: false });
    },
  }) as unknown as Transport;

describe('what is planned from', () => {
  const run = makeRun();
  const cached = { run, batch: offloadTemplate(long), workspace: undefined };
  const cases: Record<string, { stored: Batch[]; want: object | undefined }> = {
    'the version that the cache shows: whole': { stored: [long], want: { run, batch: long, workspace: undefined } },
    'a later version: waits for the watch': {
      stored: [{ ...long, metadata: { ...long.metadata, generation: 2 } }],
      want: undefined,
    },
    'an object of the same name: waits for the watch': {
      stored: [{ ...long, metadata: { ...long.metadata, uid: 'other' } }],
      want: undefined,
    },
    'none: waits for the watch': { stored: [], want: undefined },
  };
  test.each(Object.entries(cases))('%s', async (_situation, { stored, want }) => {
    expect(await loadTemplate(serving(...stored), cached)).toEqual(want);
  });

  test('short objects: nothing is read', async () => {
    const objects = { run, batch: offloadTemplate(short), workspace: undefined };
    expect(await loadTemplate(serving(), objects)).toEqual(objects);
  });
});

describe('plans', () => {
  const runNamed = (uid: string) => ({ ...makeRun(), metadata: { ...makeRun().metadata, uid } });
  const objectsOf = (uid: string, batch: Batch) => ({ run: runNamed(uid), batch, workspace: undefined });
  const cachedOf = (uid: string) => objectsOf(uid, offloadTemplate(long));

  test('of a long template that is not loaded: refused, and never a plan of nothing', () => {
    const memo = new TemplateMemo();
    expect(memo.isReady(cachedOf('a'))).toBe(false);
    expect(() => memo.resolve(cachedOf('a'))).toThrow('its template is not loaded');
  });

  test('of a long template that was loaded: known to each holder of a part', () => {
    const memo = new TemplateMemo();
    const planned = memo.resolve(objectsOf('a', long), cachedOf('a'));
    expect(memo.isReady(cachedOf('a'))).toBe(true);
    expect(memo.resolve(cachedOf('a'))).toBe(planned);
  });

  test('more than may be kept: the least recently used go, the last eight stay', () => {
    const memo = new TemplateMemo(1);
    const uids = Array.from({ length: 10 }, (_, index) => `run-${index}`);
    for (const uid of uids) memo.resolve(objectsOf(uid, long), cachedOf(uid));
    const ready = uids.filter((uid) => memo.isReady(cachedOf(uid)));
    expect(ready).toEqual(uids.slice(2));
  });
});
