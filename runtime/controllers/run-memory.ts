import type { Informer } from '../../packages/kubernetes-client/cache/informer.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { Identified } from '../../packages/kubernetes-conventions/object-key.js';
import { controllerOf } from '../../packages/kubernetes-conventions/owner.js';
import { lostStatus } from '../creations/lost-status.js';
import type { RecentCreations } from '../creations/recent-creations.js';
import type { ChildFailure } from '../engine/reconcile/act.js';
import type { Change } from '../engine/reconcile/diff.js';

/** What passes leave for later ones, by uid of the run. Lost in a restart, which lists again. */
export interface RunMemory {
  readonly creations: RecentCreations;
}

/** How the passes over one kind of run use their memory. */
export interface PassNotes<Memory> {
  /** Called with the changes that a pass has decided on; returns how to give up those that it does not make after all. */
  readonly reserve: (memory: Memory, runUid: string, changes: readonly Change[]) => () => void;
  /** Called before the changes are asked for. */
  readonly noteAsked: (memory: Memory, runUid: string, changes: readonly Change[], now: number) => void;
  /** Called when the API server has answered all of them. */
  readonly noteAnswers: (
    memory: Memory,
    runUid: string,
    changes: readonly Change[],
    failures: readonly ChildFailure[],
    now: number,
  ) => void;
}

/** The part of a status that every kind of run has. */
export interface RunStatus {
  readonly completionTime?: string;
}

interface Run extends Identified {
  readonly status?: RunStatus;
}

const isFinishedRun = ({ status }: Run): boolean => status?.completionTime !== undefined;

/** Forgets whatever any part of the memory holds of a run when it is finished or deleted. */
export function forgetFinished(memory: RunMemory, runs: Pick<Informer<Run>, 'onChange'>): void {
  const parts: readonly { forget(runUid: string): void }[] = Object.values(memory);
  runs.onChange(({ type, object }) => {
    if (type !== 'deleted' && !isFinishedRun(object)) return;
    for (const part of parts) part.forget(object.metadata.uid ?? '');
  });
}

/** Notes that what a lost status recorded has been created: the API server that lost it may have lost the children, too. */
export function noteLostChildren<R extends KubernetesObject & Run>(
  { creations }: RunMemory,
  runs: Pick<Informer<R>, 'onChange'>,
  childrenOf: (run: R, status: R['status']) => readonly string[],
): void {
  runs.onChange((delta) => {
    const status = lostStatus(delta);
    const { object } = delta;
    for (const name of status ? childrenOf(object, status) : []) creations.noteSeen(object.metadata.uid ?? '', name);
  });
}

/** Notes of each child of an unfinished run that it has been seen, or was there and is gone. */
export function noteSeenChildren(
  { creations }: RunMemory,
  runs: { get(namespace: string, name: string): Run | undefined },
  children: Pick<Informer<Identified>, 'onChange'>,
): void {
  children.onChange(({ type, object }) => {
    if (type === 'updated') return;
    const owner = controllerOf(object);
    const run = owner && runs.get(object.metadata.namespace ?? '', owner.name);
    if (run && run.metadata.uid === owner.uid && !isFinishedRun(run))
      creations.noteSeen(owner.uid, object.metadata.name);
  });
}
