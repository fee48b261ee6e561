import { isControlledBy } from '../../packages/kubernetes-conventions/owner.js';
import type { BatchRun, TaskStatus } from '../generated/kinds.js';
import { LABEL_OUTCOMES_SHARD } from '../labels.js';
import { parseIndexes } from './index-list.js';
import type { StoredOutcomes } from './outcome-data.js';
import { isSameEntry, outcomeDigest, settledIndexes } from './outcome-digest.js';
import { noOutcomes, type OutcomeShard, outcomesName, type ProvenOutcomes } from './outcome-shard.js';

/*
 * Who may write ConfigMaps in the run's namespace may write anything into one that keeps outcomes; the status only the
 * controller may write. So the status holds a digest of each ConfigMap, over the entries of the tasks that it counts as
 * ended. Ended entries never change, so the digest of a status still holds for a ConfigMap that was written after it:
 * a crash between the two loses nothing.
 */

/**
 * Which stored outcomes of a run are what the controller wrote.
 *
 * @param configMaps those with the run's label; only its own are looked at
 * @param remembered what was proven or written before, by name: it replaces a ConfigMap that the watch has not
 *   brought yet, or that another client changed or removed
 */
export function proveOutcomes(
  run: BatchRun,
  configMaps: readonly StoredOutcomes[],
  remembered: (name: string) => readonly OutcomeShard[] = () => [],
): ProvenOutcomes {
  const kept = configMaps.filter(
    (configMap) => isControlledBy(configMap, run.metadata.uid ?? '') && isShardOf(run, configMap),
  );
  const { outcomes = [], outcomeDigests } = run.status ?? {};
  if (kept.length === 0 && outcomes.length === 0) return noOutcomes;
  const byName = new Map(kept.map((configMap) => [configMap.metadata.name, configMap]));
  const settled = settledIndexes(run.status);
  const shards = new Map<string, OutcomeShard>();
  const seen = parseIndexes(run.status?.observedIndexes);
  const unreportedOf = ({ outcomes: all = new Map() }: StoredOutcomes) =>
    [...all].filter(([index]) => !settled.has(index));
  const unreportedByName = new Map(
    kept.map((configMap) => [configMap.metadata.name, new Map<number, TaskStatus>(unreportedOf(configMap))]),
  );
  const forged = new Set(
    [...unreportedByName].flatMap(([name, entries]) => (holdsUnseenTasks(entries.keys(), seen, run) ? name : [])),
  );
  const missing: string[] = [];
  for (const [i, name] of outcomes.entries()) {
    const stored = byName.get(name)?.outcomes;
    const reported = () => new Map([...(stored ?? [])].filter(([index]) => settled.has(index) || !outcomeDigests));
    const { shard, isForged } = proveShard({ stored, reported, digest: outcomeDigests?.[i] ?? '' }, remembered(name));
    if (shard) shards.set(name, shard);
    else missing.push(name);
    if (isForged) forged.add(name);
  }
  const unreported = new Map([...unreportedByName.values()].flatMap((entries) => [...entries]));
  return { shards, unreported, forged: [...forged], doubtful: [...new Set([...forged, ...missing])] };
}

/** By its name, too: a second ConfigMap with the same label is not looked at. */
function isShardOf(run: BatchRun, { metadata, outcomes }: StoredOutcomes): boolean {
  const shard = Number(metadata.labels?.[LABEL_OUTCOMES_SHARD]);
  return outcomes !== undefined && metadata.name === outcomesName(run.metadata.name, shard);
}

interface Claim {
  /** Every entry of the ConfigMap; undefined without one. */
  readonly stored: ReadonlyMap<number, TaskStatus> | undefined;
  /** Those of tasks that the status counts as ended. */
  reported(): ReadonlyMap<number, TaskStatus>;
  /** Empty in a run that an earlier version began. */
  readonly digest: string;
}

function proveShard(
  { stored, reported: entriesOf, digest }: Claim,
  remembered: readonly OutcomeShard[],
): { readonly shard?: OutcomeShard | undefined; readonly isForged: boolean } {
  if (digest === '') return { shard: { digest, entries: entriesOf() }, isForged: false };
  const known = remembered.find((shard) => shard.digest === digest);
  if (known?.source && known.source === stored) return { shard: known, isForged: false };
  const reported = entriesOf();
  if (outcomeDigest(reported.values()) === digest)
    return { shard: { digest, entries: reported, source: stored }, isForged: false };
  return { shard: known, isForged: stored !== undefined && !(known && isBehind(reported, known.entries)) };
}

/** Whether the entries are some of those that were written: then the watch is behind. */
const isBehind = (reported: ReadonlyMap<number, TaskStatus>, written: ReadonlyMap<number, TaskStatus>): boolean =>
  [...reported].every(([index, entry]) => isSameEntry(entry, written.get(index)));

/** An outcome of a task whose Job was never observed, unless it was cancelled before it had one. */
const holdsUnseenTasks = (unreported: Iterable<number>, seen: ReadonlySet<number>, run: BatchRun): boolean =>
  !run.spec.cancel && [...unreported].some((index) => !seen.has(index));
