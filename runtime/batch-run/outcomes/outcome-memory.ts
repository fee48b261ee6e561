import type { BatchRun, TaskStatus } from '../../../api/generated/kinds.js';
import { LABEL_OUTCOMES_SHARD } from '../../../api/labels.js';
import { parseOutcomes } from '../../../api/status/outcome-data.js';
import { outcomeDigest } from '../../../api/status/outcome-digest.js';
import type { OutcomeShard, ProvenOutcomes } from '../../../api/status/outcome-shard.js';
import { proveOutcomes } from '../../../api/status/proven-outcomes.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import type { ObservedConfigMap } from '../observed.js';

interface Shards {
  readonly proven: Map<string, OutcomeShard>;
  readonly written: Map<string, OutcomeShard>;
  /** resourceVersion by name; undefined where there was none. */
  readonly compared: Map<string, string | undefined>;
}

/**
 * What was last proven, and last written, of the outcomes of each run. It replaces a ConfigMap that the watch has not
 * brought yet, and restores one that another client changed. Lost in a restart.
 */
export class OutcomeMemory {
  private readonly runs = new Map<string, Shards>();

  prove(run: BatchRun, configMaps: readonly ObservedConfigMap[]): ProvenOutcomes {
    const shards = this.runs.get(run.metadata.uid ?? '');
    const proof = proveOutcomes(run, configMaps, (name) =>
      [shards?.proven.get(name), shards?.written.get(name)].flatMap((shard) => shard ?? []),
    );
    for (const [name, shard] of proof.shards) {
      const { proven, written } = this.of(run.metadata.uid ?? '');
      proven.set(name, shard);
      if (written.get(name)?.digest === shard.digest) written.delete(name);
    }
    return proof;
  }

  /** To be called with the changes of a pass. If they succeed, the status has the digest. */
  noteWrites(runUid: string, desired: readonly KubernetesObject[]): void {
    for (const object of desired) {
      const data = (object as { readonly data?: Readonly<Record<string, string>> }).data;
      if (!data || !(LABEL_OUTCOMES_SHARD in (object.metadata.labels ?? {}))) continue;
      const entries: ReadonlyMap<number, TaskStatus> = parseOutcomes(data);
      this.of(runUid).written.set(object.metadata.name, { digest: outcomeDigest(entries.values()), entries });
    }
  }

  /** Whether the API server has said that this version of a ConfigMap, or none, is what it holds. */
  isCompared(runUid: string, name: string, resourceVersion: string | undefined): boolean {
    const compared = this.runs.get(runUid)?.compared;
    return compared?.has(name) === true && compared.get(name) === resourceVersion;
  }

  noteCompared(runUid: string, name: string, resourceVersion: string | undefined): void {
    this.of(runUid).compared.set(name, resourceVersion);
  }

  forget(runUid: string): void {
    this.runs.delete(runUid);
  }

  private of(runUid: string): Shards {
    const known = this.runs.get(runUid) ?? { proven: new Map(), written: new Map(), compared: new Map() };
    this.runs.set(runUid, known);
    return known;
  }
}
