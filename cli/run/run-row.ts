import { runKinds } from '../kinds.js';
import { durationText } from '../output/age-text.js';
import { cellsOf, columnsOf, type Row } from '../output/printer-columns.js';
import type { Column } from '../output/table.js';
import { namespaceColumns, type Shown, tableView } from '../output/table-view.js';
import { byCreation, type Creation, creationOf } from './creation-order.js';
import { type Followed, nameOf, type RunState, runState, templateOf } from './run-state.js';

/** What a list keeps of a run: its spec may be large, this is not. */
export interface RunRow extends RunState, Creation, Row {
  readonly namespace: string;
  /** `batchrun/x`. */
  readonly name: string;
  /** `batch/x`, or empty. */
  readonly template: string;
}

export function runRow(run: Followed): RunRow {
  const { namespace = '' } = run.metadata;
  return {
    ...runState(run),
    namespace,
    name: nameOf(run),
    template: templateOf(run),
    ...creationOf(run.metadata),
    cells: cellsOf(run),
  };
}

/** The columns of `kubectl get`, and DURATION, which no JSONPath tells. */
export function runColumns(shown: Shown, now: number): Column<RunRow>[] {
  const printed = columnsOf(shown.kinds ?? runKinds, shown.isWide, now);
  const age = printed.findIndex(({ title }) => title === 'AGE');
  return [
    ...namespaceColumns<RunRow>(shown),
    { title: 'NAME', text: (row) => row.name },
    ...printed.slice(0, age),
    { title: 'DURATION', text: (row) => durationText(row, now) },
    ...printed.slice(age),
  ];
}

/** BatchRuns, TaskRuns and AgentBuilds. */
export const runTable = tableView<RunRow>({
  rowOf: (object) => runRow(object as Followed),
  columns: runColumns,
  dispensable: ['TEMPLATE', 'IMAGE', 'DURATION', 'RUNNING', 'FAILED'],
  order: byCreation,
  isIn: ({ phase }, phases) => phases.includes(phase),
  isWatched: true,
});
