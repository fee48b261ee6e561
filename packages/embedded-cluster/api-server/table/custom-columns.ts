import { age } from '../../../kubernetes-conventions/age.js';
import { jsonPath } from '../../../kubernetes-conventions/json-path.js';
import { ageColumn, nameColumn } from './builtin-columns.js';
import type { TableColumn } from './table-column.js';

/** `additionalPrinterColumns` of a CustomResourceDefinition. */
export interface PrinterColumn {
  readonly name: string;
  readonly type: TableColumn['type'];
  readonly format?: string;
  readonly description?: string;
  readonly priority?: number;
  readonly jsonPath: string;
}

/** Name first, then what the definition asks for, or the age when it asks for nothing. */
export function customColumns(columns: readonly PrinterColumn[] | undefined): readonly TableColumn[] {
  return [nameColumn, ...(columns?.map(customColumn) ?? [ageColumn])];
}

function customColumn({ jsonPath: path, ...column }: PrinterColumn): TableColumn {
  const find = jsonPath(path);
  return {
    ...column,
    value: (object, now) => cell(find(object), column.type, now),
  };
}

/** Only values of the column's type are printed; a date prints as its age. */
function cell(found: readonly unknown[], type: TableColumn['type'], now: number): string | number | boolean | null {
  const [value] = found;
  if (value === undefined || value === null) return null;
  switch (type) {
    case 'date':
      return age(value, now);
    case 'integer':
    case 'number':
      return typeof value === 'number' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    default:
      return typeof value === 'string' ? value : JSON.stringify(found.length > 1 ? found : value);
  }
}
