import { Reflector } from '../../packages/kubernetes-client/cache/reflector.js';
import type { Selection } from '../../packages/kubernetes-client/cache/selection.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { ColumnTitle } from '../output/column-titles.js';
import type { Output } from '../output/output.js';
import type { Column } from '../output/table.js';
import { fittingColumns, table } from '../output/table.js';
import type { Cluster } from './cluster.js';

export interface WatchRows<Row> {
  readonly cluster: Cluster;
  readonly selections: readonly Selection[];
  /** Undefined for an object that is not to be shown. */
  readonly rowOf: (object: KubernetesObject) => Row | undefined;
  /** @default as the API server lists them */
  readonly order?: ((a: Row, b: Row) => number) | undefined;
  readonly columns: (now: number) => readonly Column<Row>[];
  /** See `TableOptions`. @default none */
  readonly dispensable?: readonly ColumnTitle[] | undefined;
  readonly headers: boolean;
  readonly out: Output;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** Prints a table, and then a line for each change, until `signal` aborts; as `kubectl get -w` does. */
export async function watchRows<Row>(watch: WatchRows<Row>): Promise<void> {
  const { cluster, selections, rowOf, order, dispensable = [], headers, out, now, signal } = watch;
  const shown: Row[] = [];
  let isSynced = false;
  let fitting: ReadonlySet<ColumnTitle> | undefined;
  const columns = () => watch.columns(now()).filter(({ title }) => fitting?.has(title) ?? true);
  const onChange = ({ type, object }: { readonly type: string; readonly object: KubernetesObject }) => {
    const row = rowOf(object);
    if (row === undefined || type === 'deleted') return;
    if (isSynced)
      for (const line of table(columns(), [row], out.terminal, { headers: false, below: shown })) out.line(line);
    else shown.push(row);
  };
  const reflectors = selections.map(
    (selection) =>
      new Reflector<KubernetesObject>({ transport: cluster.transport, ...selection, project: (raw) => raw, onChange }),
  );
  for (const reflector of reflectors) reflector.start();
  const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
  await Promise.race([Promise.all(reflectors.map(({ synced }) => synced)), aborted]);
  fitting = new Set(fittingColumns(columns(), shown, out.terminal, { headers, dispensable }).map(({ title }) => title));
  for (const line of table(columns(), shown.sort(order), out.terminal, { headers })) out.line(line);
  isSynced = true;
  if (!signal.aborted) await aborted;
  for (const reflector of reflectors) void reflector.stop();
}
