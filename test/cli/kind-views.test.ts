import { expect, test } from '@jest/globals';
import { agent } from '../../api/kinds/agent.js';
import { batch } from '../../api/kinds/batch.js';
import { batchRun } from '../../api/kinds/batch-run.js';
import { ownKinds } from '../../api/kinds/own-kinds.js';
import { task } from '../../api/kinds/task.js';
import { taskRun } from '../../api/kinds/task-run.js';
import { kindViews, tablesOf } from '../../cli/kind-views.js';

test('every kind that people look up has one row', () => {
  const shown = kindViews.map(({ kind }) => kind.singular).sort();
  expect(shown).toEqual(ownKinds.flatMap(({ role, singular }) => (role === 'config' ? [] : singular)).sort());
});

test('tablesOf: kinds with the same columns share a table, in the order of the rows', () => {
  const tables = tablesOf([agent, taskRun, batch, batchRun, task]).map(({ kinds }) => kinds);
  expect(tables).toEqual([[batch, task], [taskRun, batchRun], [agent]]);
});
