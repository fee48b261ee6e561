import type { ObservedTaskPod } from '../observed.js';
import type { Deletion } from './last-state.js';

/** By then its end is recorded on its Job, or in the entry of its task. */
const DEPARTED_SECONDS = 120;

interface Departures {
  /** Of Pods that still work, by uid. */
  readonly asked: Map<string, Deletion>;
  /** By uid, in the order in which they went. */
  readonly gone: Map<string, { readonly pod: ObservedTaskPod; readonly at: number }>;
}

/**
 * The last states of Pods that are gone, by uid of their run. A container that obeys SIGTERM takes less time than passes are apart,
 * so no pass may see a Pod between its work and its deletion. Lost in a restart.
 */
export class DepartedPods {
  private readonly runs = new Map<string, Departures>();

  /** In no particular order; empty for a run of which nothing was noted. */
  of(runUid: string, now: number): readonly ObservedTaskPod[] {
    const departures = this.runs.get(runUid);
    if (!departures) return [];
    dropOld(departures, now);
    return [...departures.gone.values()].map(({ pod }) => pod);
  }

  noteDeletion(runUid: string, podUid: string, deletion: Deletion): void {
    this.departuresOf(runUid).asked.set(podUid, deletion);
  }

  /** The first request for the deletion of a Pod, if it was seen. */
  deletionOf(runUid: string, podUid: string): Deletion | undefined {
    return this.runs.get(runUid)?.asked.get(podUid);
  }

  /** @param state undefined if the Pod has nothing to say */
  noteGone(runUid: string, podUid: string, state: ObservedTaskPod | undefined, now: number): void {
    const departures = this.departuresOf(runUid);
    departures.asked.delete(podUid);
    dropOld(departures, now);
    if (state) departures.gone.set(podUid, { pod: state, at: now });
  }

  forget(runUid: string): void {
    this.runs.delete(runUid);
  }

  private departuresOf(runUid: string): Departures {
    const known = this.runs.get(runUid);
    if (known) return known;
    const none: Departures = { asked: new Map(), gone: new Map() };
    this.runs.set(runUid, none);
    return none;
  }
}

function dropOld({ gone }: Departures, now: number): void {
  // Both ways: the time of day may be set back.
  for (const [uid, { at }] of gone) if (Math.abs(now - at) > DEPARTED_SECONDS * 1000) gone.delete(uid);
}
