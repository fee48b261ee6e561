import { expect, test } from '@jest/globals';
import { agentBuild } from '../../../api/kinds/agent-build.js';
import { runTable } from '../../../cli/run/run-row.js';
import { templateTable } from '../../../cli/run/template-row.js';
import { ago, makeAgentBuild, makeBatch, makeBatchRun, makeTask, makeTaskRun, now } from '../sample.js';

const shown = { isWide: false, hasNamespace: false };
const titles = (table: typeof runTable, kinds = shown) => table.columns(kinds, now).map(({ title }) => title);

test('the table of runs: newest first, chosen by phase, watched, with the time that a run took before its age', () => {
  const failed = makeBatchRun({ status: { phase: 'Failed' } });
  const rows = [failed, makeTaskRun(), makeAgentBuild()].map(runTable.rowOf);
  expect(rows.map(({ name }) => name)).toEqual([
    'batchrun/deps-run-abc12',
    'taskrun/hello-run-abc12',
    'agentbuild/hello',
  ]);
  expect(rows.map((row) => runTable.isIn?.(row, ['Failed', 'Cancelled']))).toEqual([true, false, false]);
  expect(rows.map((row) => runTable.isIn?.(row, []))).toEqual([false, false, false]);
  const created = [30, 90].map((seconds) =>
    makeTaskRun({ metadata: { name: `${seconds}`, creationTimestamp: ago(seconds) } }),
  );
  expect(
    created
      .reverse()
      .map(runTable.rowOf)
      .sort(runTable.order)
      .map(({ name }) => name),
  ).toEqual(['taskrun/30', 'taskrun/90']);
  expect(titles(runTable).slice(-2)).toEqual(['DURATION', 'AGE']);
  expect(titles(runTable, { ...shown, kinds: [agentBuild] } as typeof shown).at(-2)).toBe('DURATION');
  expect(runTable.isWatched).toBe(true);
});

test('the table of templates: in every phase, since they have none; as the API server lists them; not watched', () => {
  expect([makeBatch(), makeTask()].map(templateTable.rowOf).map(({ name }) => name)).toEqual([
    'batch/deps',
    'task/hello',
  ]);
  expect(templateTable.isIn?.(templateTable.rowOf(makeBatch()), ['Failed'])).toBe(true);
  expect(templateTable.order).toBeUndefined();
  expect(templateTable.isWatched).toBe(false);
  expect(titles(templateTable).slice(0, 3)).toEqual(['NAME', 'WORK', 'PARAMS']);
});
