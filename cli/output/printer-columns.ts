import type { PrinterColumn } from '../../api/custom-resource-definition.js';
import { printerColumns } from '../../api/generated/printer-columns.js';
import type { Kind } from '../../api/kinds/kind.js';
import { jsonPath } from '../../packages/kubernetes-conventions/json-path.js';
import { ageText } from './age-text.js';
import type { ColumnTitle } from './column-titles.js';
import { phaseStyle } from './phase-style.js';
import type { Column } from './table.js';
import type { Style } from './terminal.js';

type Printed = keyof typeof printerColumns;

/** The values that `kubectl get` shows of an object, by column; a date as it is written. What an object lacks is not there. */
export type Cells = Readonly<Record<string, string>>;

export interface Row {
  readonly cells: Cells;
}

export function cellsOf(object: { readonly kind: string }): Cells {
  const found = columnsOfKind(object.kind).flatMap(({ name, jsonPath: path }) => {
    const [value] = jsonPath(path)(object);
    return value === undefined || value === null ? [] : [[name, String(value)] as const];
  });
  return Object.fromEntries(found);
}

/** The columns that `kubectl get` has for each of the kinds, each once, in the order of their definitions. */
export function columnsOf(kinds: readonly Kind[], isWide: boolean, now: number): Column<Row>[] {
  const lists = kinds.map(({ resource }) => columnsOfKind(resource.kind));
  return merged(lists)
    .filter(({ priority = 0 }) => isWide || priority === 0)
    .map((column) => tableColumn(column, now));
}

const columnsOfKind = (kind: string): readonly PrinterColumn[] => printerColumns[kind as Printed] ?? [];

/** A column that only a later kind has follows the one that it follows there. */
function merged(lists: readonly (readonly PrinterColumn[])[]): PrinterColumn[] {
  const all: PrinterColumn[] = [];
  for (const list of lists) {
    let at = 0;
    for (const column of list) {
      const known = all.findIndex(({ name }) => name === column.name);
      if (known < 0) all.splice(at, 0, column);
      at = (known < 0 ? at : known) + 1;
    }
  }
  return all;
}

function tableColumn({ name, type }: PrinterColumn, now: number): Column<Row> {
  const value = ({ cells }: Row) => cells[name] ?? '';
  const style = styles[name];
  return {
    title: name.toUpperCase() as ColumnTitle,
    text: type === 'date' ? (row) => ageText(value(row), now) : value,
    ...(style && { style: (row: Row) => style(value(row)) }),
  };
}

/** The colour of the Ready condition, the same in every command. */
export const readyStyle = (status: string): Style | undefined => (status === 'True' ? 'green' : 'yellow');

const styles: Readonly<Record<string, (text: string) => Style | undefined>> = {
  Phase: (text) => (text === '' ? undefined : phaseStyle(text as Parameters<typeof phaseStyle>[0])),
  Ready: readyStyle,
  Failed: (text) => (Number(text) > 0 ? 'red' : undefined),
};
