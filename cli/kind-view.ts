import type { Kind } from '../api/kinds/kind.js';
import type { KubernetesObject } from '../packages/kubernetes-conventions/kubernetes-object.js';
import type { Cluster } from './cluster/cluster.js';
import type { Output } from './output/output.js';
import type { TableView } from './output/table-view.js';

/** How the commands show the objects of one kind. */
export interface KindView {
  readonly kind: Kind;
  /** The table of `list` and `get`. */
  readonly table: TableView;
  /** The lines of `describe`, without Events. */
  readonly describe: (object: KubernetesObject, context: DescribeContext) => Promise<readonly string[]>;
}

/** What a description may use. */
export interface DescribeContext {
  readonly cluster: Cluster;
  readonly out: Output;
  readonly err: Output;
  /** Milliseconds since the epoch. */
  readonly now: number;
}
