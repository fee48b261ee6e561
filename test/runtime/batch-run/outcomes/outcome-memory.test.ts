import { beforeEach, expect, test } from '@jest/globals';
import type { BatchRun, TaskStatus } from '../../../../api/generated/kinds.js';
import { LABEL_OUTCOMES_SHARD } from '../../../../api/labels.js';
import { outcomeData } from '../../../../api/status/outcome-data.js';
import { outcomeDigest } from '../../../../api/status/outcome-digest.js';
import { OutcomeMemory } from '../../../../runtime/batch-run/outcomes/outcome-memory.js';
import { makeRun, runName, runOwner, runUid } from '../world.js';

const name = `${runName}-outcomes-0`;
const labels = { [LABEL_OUTCOMES_SHARD]: '0' };
const entry = (index: number, message = 'own'): TaskStatus => ({
  ...{ index, jobName: `${runName}-task-${index}`, phase: 'Succeeded', message },
});
const first = [entry(0)];
const both = [entry(0), entry(1)];
const forged = [entry(0, 'forged')];

/** A run whose status counts these tasks as ended. */
const reporting = (entries: readonly TaskStatus[], uid = runUid): BatchRun => {
  const indexes = entries.map(({ index }) => index).join(',');
  const status = { outcomes: [name], outcomeDigests: [outcomeDigest(entries)], completedIndexes: indexes };
  const run = makeRun({}, { ...status, observedIndexes: indexes });
  return { ...run, metadata: { ...run.metadata, uid } };
};
const configMap = (entries: readonly TaskStatus[]) => ({
  ...{ apiVersion: 'v1', kind: 'ConfigMap' as const, metadata: { name, labels, ownerReferences: [runOwner] } },
  outcomes: new Map(entries.map((each) => [each.index, each])),
});
const written = (entries: readonly TaskStatus[]) => ({
  ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels } },
  data: outcomeData(entries),
});

let memory: OutcomeMemory;
beforeEach(() => {
  memory = new OutcomeMemory();
});

/** What is believed of the ConfigMap, and whether it has to be looked at. */
function proof(run: BatchRun, stored: readonly TaskStatus[] | undefined) {
  const { shards, forged: forgeries, doubtful } = memory.prove(run, stored ? [configMap(stored)] : []);
  return { believed: [...(shards.get(name)?.entries.values() ?? [])], forged: forgeries.length, doubtful };
}

test('nothing is remembered: a ConfigMap that does not match is not believed', () => {
  expect(proof(reporting(first), forged)).toEqual({ believed: [], forged: 1, doubtful: [name] });
});

test('what was proven replaces what another client wrote since', () => {
  proof(reporting(first), first);
  expect(proof(reporting(first), forged)).toEqual({ believed: first, forged: 1, doubtful: [name] });
});

test('what was proven replaces a ConfigMap that is gone', () => {
  proof(reporting(first), first);
  expect(proof(reporting(first), undefined)).toEqual({ believed: first, forged: 0, doubtful: [] });
});

test('what was written replaces a ConfigMap that the watch has not brought yet', () => {
  memory.noteWrites(runUid, [written(both)]);
  expect(proof(reporting(both), first)).toEqual({ believed: both, forged: 0, doubtful: [] });
});

test('what was written is remembered although an earlier version is proven meanwhile', () => {
  memory.noteWrites(runUid, [written(both)]);
  proof(reporting(first), first);
  expect(proof(reporting(both), first)).toEqual({ believed: both, forged: 0, doubtful: [] });
});

test('a ConfigMap without outcomes that was written replaces nothing', () => {
  memory.noteWrites(runUid, [{ ...written(both), metadata: { name } }]);
  expect(proof(reporting(both), first).believed).toEqual([]);
});

test('what is remembered of one run says nothing of another', () => {
  memory.noteWrites('another', [written(first)]);
  expect(proof(reporting(first), undefined)).toEqual({ believed: [], forged: 0, doubtful: [name] });
});

test('nothing is remembered of a run that is gone', () => {
  proof(reporting(first), first);
  memory.noteCompared(runUid, name, '7');
  memory.forget(runUid);
  expect(proof(reporting(first), undefined).believed).toEqual([]);
  expect(memory.isCompared(runUid, name, '7')).toBe(false);
});

test('a version is compared once, and so is that there is none', () => {
  const isCompared = (...versions: readonly (string | undefined)[]) =>
    versions.map((version) => memory.isCompared(runUid, name, version));
  expect(isCompared('7', undefined)).toEqual([false, false]);
  memory.noteCompared(runUid, name, '7');
  expect(isCompared('7', '8', undefined)).toEqual([true, false, false]);
  memory.noteCompared(runUid, name, undefined);
  expect(isCompared('7', undefined)).toEqual([false, true]);
});
