import type { Kind } from '../../api/kinds/kind.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { ColumnTitle } from './column-titles.js';
import type { Row } from './printer-columns.js';
import type { Column } from './table.js';

/** What every row of a list says. */
export interface ListedRow extends Row {
  /** `batchrun/x`. */
  readonly name: string;
}

/** Which columns are shown. */
export interface Shown {
  readonly isWide: boolean;
  readonly hasNamespace: boolean;
  /** Of the rows. @default every kind of the table */
  readonly kinds?: readonly Kind[];
}

/** The first column of objects of several namespaces. */
export const namespaceColumns = <Listed extends { readonly namespace: string }>({
  hasNamespace,
}: Shown): Column<Listed>[] => (hasNamespace ? [{ title: 'NAMESPACE', text: ({ namespace }) => namespace }] : []);

/** A table of `list` and `get`. Kinds that share one have the same columns. */
export interface TableView<Listed extends ListedRow = ListedRow> {
  /** What is kept of an object: its spec may be large, a row is not. */
  readonly rowOf: (object: KubernetesObject) => Listed;
  readonly columns: (shown: Shown, now: number) => Column<Listed>[];
  /** Columns that a narrow terminal does not show, the first one first; `-o wide` always does. @default none */
  readonly dispensable?: readonly ColumnTitle[];
  /** @default as the API server lists them */
  readonly order?: (a: Listed, b: Listed) => number;
  /** Whether a row is in one of the phases that `--status` names. Absent where rows have no phase. */
  readonly isIn?: (row: Listed, phases: readonly string[]) => boolean;
  /** Whether `--watch` shows its rows. */
  readonly isWatched: boolean;
}

/** Forgets the type of the rows: a row is only shown in the table that made it. */
export const tableView = <Listed extends ListedRow>(view: TableView<Listed>): TableView => view as unknown as TableView;
