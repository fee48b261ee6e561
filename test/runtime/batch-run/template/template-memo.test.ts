import { describe, expect, test } from '@jest/globals';
import type { Batch, WorkspaceConfig } from '../../../../api/generated/kinds.js';
import type { BatchRunObjects } from '../../../../plan/batch-run/resolve.js';
import { TemplateMemo } from '../../../../runtime/batch-run/template/template-memo.js';
import { offloadTemplate } from '../../../../runtime/templates/offload.js';
import { makeBatchObject, makeRun, makeTasks, makeWorkspace } from '../world.js';

const runNamed = (uid: string) => ({ ...makeRun(), metadata: { ...makeRun().metadata, uid } });
const batch = makeBatchObject(makeTasks(1));
const long = makeBatchObject(makeTasks(100));
const objectsOf = (uid: string, of: Batch | undefined = batch, workspace?: WorkspaceConfig): BatchRunObjects => ({
  ...{ run: runNamed(uid), batch: of, workspace },
});
/** What the caches hold of a template that is too long for them. */
const cachedOf = (uid: string): BatchRunObjects => objectsOf(uid, offloadTemplate(long));
const bytesOf = offloadTemplate(long).offloadedBytes ?? 0;

describe('a template that was resolved before', () => {
  const generation = (objects: BatchRunObjects, kind: 'run' | 'batch' | 'workspace', uid = 'uid', next = 2) => {
    const object = objects[kind];
    return { ...objects, [kind]: object && { ...object, metadata: { ...object.metadata, uid, generation: next } } };
  };
  const before = objectsOf('a', batch, makeWorkspace());
  const cases: Record<string, { now: BatchRunObjects; want: 'the same' | 'another' }> = {
    'nothing changed: the same': { now: { ...before }, want: 'the same' },
    'the status of the run changed: the same': {
      now: { ...before, run: { ...before.run, status: { phase: 'Running' } } },
      want: 'the same',
    },
    'the specification of the run changed: another': {
      now: generation(before, 'run', before.run.metadata.uid),
      want: 'another',
    },
    'the Batch changed: another': { now: generation(before, 'batch', 'batch-uid'), want: 'another' },
    'the Batch was deleted and created again: another': { now: generation(before, 'batch', 'new', 1), want: 'another' },
    'the WorkspaceConfig changed: another': { now: generation(before, 'workspace', 'workspace-uid'), want: 'another' },
    'the WorkspaceConfig is gone: another': { now: { ...before, workspace: undefined }, want: 'another' },
    'the Batch is gone: another': { now: { ...before, batch: undefined }, want: 'another' },
    'it belongs to another run: another': { now: objectsOf('b', batch, makeWorkspace()), want: 'another' },
  };
  test.each(Object.entries(cases))('%s', (_, { now, want }) => {
    const memo = new TemplateMemo();
    const first = memo.resolve(before);
    expect(memo.resolve(now) === first ? 'the same' : 'another').toBe(want);
  });

  test('is forgotten with its run', () => {
    const memo = new TemplateMemo();
    const first = memo.resolve(before);
    memo.forget('a');
    memo.forget('nobody');
    expect(memo.resolve(before)).not.toBe(first);
  });
});

describe('what is not loaded', () => {
  test('is not planned: the error names the run', () => {
    expect(() => new TemplateMemo().resolve(cachedOf('a'))).toThrow(
      'Cannot plan run update-001: its template is not loaded',
    );
  });

  test('is ready when the caches hold all of it, or when it was loaded before', () => {
    const memo = new TemplateMemo();
    expect([memo.isReady(objectsOf('a')), memo.isReady(cachedOf('a'))]).toEqual([true, false]);
    memo.resolve(objectsOf('a', long), cachedOf('a'));
    expect([memo.isReady(cachedOf('a')), memo.isReady(cachedOf('b'))]).toEqual([true, false]);
  });
});

describe('plans of templates that no cache holds', () => {
  const uids = Array.from({ length: 10 }, (_, index) => `run-${index}`);
  const fill = (keptBytes: number) => {
    const memo = new TemplateMemo(keptBytes);
    for (const uid of uids) memo.resolve(objectsOf(uid, long), cachedOf(uid));
    return memo;
  };
  const ready = (memo: TemplateMemo) => uids.filter((uid) => memo.isReady(cachedOf(uid)));

  test.each([
    ['as many bytes as they have: all', bytesOf * 10, 0],
    ['one byte less: the oldest goes', bytesOf * 10 - 1, 1],
    ['one byte: the last eight stay', 1, 2],
  ])('may be kept for %s', (_, keptBytes, gone) => {
    expect(ready(fill(keptBytes))).toEqual(uids.slice(gone));
  });

  test('the one that was used last goes last', () => {
    const memo = fill(bytesOf * 10);
    memo.resolve(cachedOf('run-0'));
    memo.resolve(objectsOf('run-10', long), cachedOf('run-10'));
    expect(ready(memo)).toEqual(['run-0', ...uids.slice(2)]);
  });

  test('those of forgotten runs make room', () => {
    const memo = fill(bytesOf * 10);
    memo.forget('run-5');
    memo.resolve(objectsOf('run-10', long), cachedOf('run-10'));
    expect(ready(memo)).toEqual(uids.filter((uid) => uid !== 'run-5'));
  });

  test('short templates take no room and never go', () => {
    const memo = new TemplateMemo(1);
    const first = memo.resolve(objectsOf('short'));
    for (const uid of uids) memo.resolve(objectsOf(uid, long), cachedOf(uid));
    expect(memo.resolve(objectsOf('short'))).toBe(first);
    expect(ready(memo)).toHaveLength(8);
  });
});
