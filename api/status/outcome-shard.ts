import { fitName } from '../../packages/kubernetes-conventions/fit-name.js';
import type { TaskStatus } from '../generated/kinds.js';

/** Tasks per ConfigMap. */
export const SHARD_TASKS = 500;

export const outcomesName = (run: string, shard: number): string => fitName(`${run}-outcomes-${shard}`);

/** The believed entries of one ConfigMap. */
export interface OutcomeShard {
  /** As in the status; empty for a run that an earlier version began. */
  readonly digest: string;
  readonly entries: ReadonlyMap<number, TaskStatus>;
  /** Where they were read: seen again, it need not be proven again. */
  readonly source?: ReadonlyMap<number, TaskStatus> | undefined;
}

/** What of the stored outcomes of a run the controller wrote itself. */
export interface ProvenOutcomes {
  /** By name of the ConfigMap. */
  readonly shards: ReadonlyMap<string, OutcomeShard>;
  /**
   * Entries of tasks that the status does not count as ended, by index. They stand there after a crash, or because
   * somebody wrote them: to be believed only where nothing else can be known.
   */
  readonly unreported: ReadonlyMap<number, TaskStatus>;
  /** The names of the ConfigMaps in which stands what the controller did not write. */
  readonly forged: readonly string[];
  /**
   * The names of the ConfigMaps that do not match the status, the missing ones included: the watch may only be behind, so
   * they are to be read from the API server before they count as forged or lost.
   */
  readonly doubtful: readonly string[];
}

export const noOutcomes: ProvenOutcomes = { shards: new Map(), unreported: new Map(), forged: [], doubtful: [] };
