import type { Batch, Task } from '../../api/generated/kinds.js';
import { taskCount } from '../../plan/context/listed-task.js';
import { templateKinds } from '../kinds.js';
import { cellsOf, columnsOf, type Row } from '../output/printer-columns.js';
import type { Column } from '../output/table.js';
import { namespaceColumns, type Shown, tableView } from '../output/table-view.js';

/** What a list keeps of a Batch or Task. */
export interface TemplateRow extends Row {
  readonly namespace: string;
  readonly name: string;
  /** `3 tasks`, `2 steps`, `agent`. */
  readonly work: string;
  readonly params: string;
}

export function templateRow(template: Batch | Task): TemplateRow {
  const { name, namespace = '' } = template.metadata;
  const shared = { namespace, cells: cellsOf(template) };
  if (template.kind === 'Batch') {
    return { ...shared, name: `batch/${name}`, work: counted(taskCount(template.spec), 'task'), params: '' };
  }
  const { steps, params = [] } = template.spec;
  const work = steps ? counted(steps.length, 'step') : 'agent';
  return { ...shared, name: `task/${name}`, work, params: params.map(paramText).join(',') };
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** A parameter that a run must give has an exclamation mark. */
const paramText = (param: { readonly name: string; readonly default?: string }): string =>
  param.default === undefined ? `${param.name}!` : param.name;

/** The columns of `kubectl get`, and what no JSONPath counts. */
export const templateColumns = (shown: Shown, now: number): Column<TemplateRow>[] => [
  ...namespaceColumns<TemplateRow>(shown),
  { title: 'NAME', text: (row) => row.name },
  { title: 'WORK', text: (row) => row.work },
  { title: 'PARAMS', text: (row) => row.params },
  ...columnsOf(templateKinds, shown.isWide, now),
];

/** Batches and Tasks. */
export const templateTable = tableView<TemplateRow>({
  rowOf: (object) => templateRow(object as Batch | Task),
  columns: templateColumns,
  isIn: () => true,
  isWatched: false,
});
