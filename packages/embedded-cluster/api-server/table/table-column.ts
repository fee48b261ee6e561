import type { ApiObject } from '../objects/api-object.js';

/** A column of `kubectl get`. */
export interface TableColumn {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  readonly format?: string;
  readonly description?: string;
  /** Above 0: only with `-o wide`. */
  readonly priority?: number;
  /** The cell; null prints as `<none>`. `now` is in milliseconds. */
  readonly value: (object: ApiObject, now: number) => string | number | boolean | null;
}
