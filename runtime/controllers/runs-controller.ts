import type { Informer } from '../../packages/kubernetes-client/cache/informer.js';
import type { Identified } from '../../packages/kubernetes-conventions/object-key.js';
import { systemClock } from '../../packages/work-queue/clock.js';
import type { InformerContext } from '../caches/shared-informers.js';
import { CreationHistory } from '../creations/creation-history.js';
import { type Created, withCreated } from '../creations/recent-creations.js';
import type { Controller } from '../engine/reconcile/controller.js';
import { createKindController, type KindDefinition, type ObservedWith, PACE_SECONDS } from './kind-controller.js';
import {
  forgetFinished,
  noteLostChildren,
  noteSeenChildren,
  type PassNotes,
  type RunMemory,
  type RunStatus,
} from './run-memory.js';

type ObservedRun<Status> = ObservedWith<Status> & Created;

/** What makes the controller of one kind of run: of a kind whose children do work that must not be done twice. */
export interface RunsDefinition<O extends ObservedRun<Status>, Status extends RunStatus, Memory extends RunMemory>
  extends Omit<KindDefinition<O, Status>, 'parents' | 'statusPaceSeconds' | keyof PassNotes<Memory> | 'onAct'> {
  readonly runs: Pick<Informer<O['parent']>, 'onChange'> & {
    readonly store: Pick<Informer<O['parent']>['store'], 'all' | 'byKey' | 'get'>;
  };
  /** The children that do the work. */
  readonly workers: Pick<Informer<Identified>, 'onChange' | 'isFollowing'>;
  readonly workerKind: 'Job' | 'Pod';
  /** Names of those that a status of the run tells of. */
  readonly workersTold: (run: O['parent'], status: Status) => readonly string[];
  readonly memory: Memory;
  readonly notes: PassNotes<Memory>;
}

/** As `createKindController`; besides, what a pass asks for is remembered, so that no later pass creates it twice. */
export function createRunsController<O extends ObservedRun<Status>, Status extends RunStatus, Memory extends RunMemory>(
  { runs, workers, workerKind, workersTold, memory, notes, ...definition }: RunsDefinition<O, Status, Memory>,
  context: InformerContext,
): Controller {
  const { transport, clock = systemClock } = context;
  const history = new CreationHistory(workerKind, {
    ...{ transport, workers, creations: memory.creations },
    restores: context.restores,
  });
  history.inherit(runs.store.all());
  const ofNamespace = (namespace: string) =>
    runs.store.all().filter(({ metadata }) => metadata.namespace === namespace);
  context.budget?.listen({ returned: (namespace) => history.inherit(ofNamespace(namespace)) });
  context.restores?.listen(() => memory.creations.settleUnanswered(clock.now()));
  forgetFinished(memory, runs);
  noteLostChildren(memory, runs, (run, status) => (status ? workersTold(run, status) : []));
  noteSeenChildren(memory, runs.store, workers);
  return createKindController<O, Status>(
    {
      ...definition,
      parents: runs.store,
      statusPaceSeconds: PACE_SECONDS,
      reserve: ({ parent }, changes) => notes.reserve(memory, uidOf(parent), changes),
      onAct: (run, changes, failures) => {
        if (failures) notes.noteAnswers(memory, uidOf(run), changes, failures, clock.now());
        else notes.noteAsked(memory, uidOf(run), changes, clock.now());
      },
      afterActing: withCreated,
      creationDoubts: ({ parent }, creations) => history.doubtsOf(parent, creations),
    },
    context,
  );
}

const uidOf = ({ metadata: { uid = '' } }: Identified): string => uid;
