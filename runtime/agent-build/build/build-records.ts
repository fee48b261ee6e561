import type { BuildRecord } from '../../../api/generated/kinds.js';
import { oneLine } from '../../../packages/kubernetes-conventions/sentence.js';
import { timestamp } from '../../../packages/kubernetes-conventions/timestamp.js';
import { type BuildState, isFinished, isStalledBuild, isSuperseded } from '../build-state.js';
import type { ObservedAgentBuild, ObservedPipelineRun } from '../observed.js';
import { awaitsFinalReport } from '../policies/final-report.js';
import { isRevoked } from '../policies/superseded.js';
import { hashOf, paramOf } from '../tekton/pipeline-run.js';
import { taskRunsOf } from '../tekton/task-runs.js';
import { aboutToEnd, buildPhase, supersededState } from './build-phase.js';
import { builtImage, repositoryOf } from './built-image.js';

/** Builds beyond these are forgotten, and built again should their spec come back. */
const MAX_RECORDS = 20;
/** The schema's limit. */
const MAX_MESSAGE = 4096;

interface Remembering {
  readonly observed: Omit<ObservedAgentBuild, 'children'>;
  /** The AgentBuild's own. */
  readonly runs: readonly ObservedPipelineRun[];
  /** Hash of the spec as it is; undefined when it cannot be planned. */
  readonly wanted: string | undefined;
  readonly now: number;
}

/**
 * What became of each spec so far, that of the present one first: by what its PipelineRun shows, and once it is over by
 * what was shown then. A spec whose build was cancelled for another counts as not built when it is wanted again.
 */
export function rememberedBuilds(remembering: Remembering): BuildRecord[] {
  const { observed, runs, wanted } = remembering;
  const known = observed.parent.status?.builds ?? [];
  const runOf = (name: string) => runs.find(({ metadata }) => metadata.name === name);
  const records = known.map((record) => updated(record, runOf(record.pipelineRunName), remembering));
  // Their creation was not written down, because the reconciler ended in between.
  const unknown = newestFirst(runs.filter((run) => !known.some(({ hash }) => hash === hashOf(run))));
  const all = [...records, ...unknown.map((run) => observedBuild(run, remembering))];
  const built = all.filter(
    (record) => record.hash !== wanted || !isToBeBuiltAgain(record, runOf(record.pipelineRunName)),
  );
  return wantedFirst(built, wanted).slice(0, MAX_RECORDS);
}

const isToBeBuiltAgain = (record: BuildRecord, run: ObservedPipelineRun | undefined): boolean =>
  isSuperseded(record) || (run !== undefined && isRevoked(run) && !isFinished(record));

const wantedFirst = (records: readonly BuildRecord[], wanted: string | undefined): BuildRecord[] => [
  ...records.filter(({ hash }) => hash === wanted),
  ...records.filter(({ hash }) => hash !== wanted),
];

function updated(record: BuildRecord, run: ObservedPipelineRun | undefined, remembering: Remembering): BuildRecord {
  const isOver = isFinished(record) && !(isSuperseded(record) && run && !isRevoked(run));
  if (isOver) return record;
  if (run) return timedOutBy(record, observedBuild(run, remembering));
  const { observed, wanted, now } = remembering;
  if (observed.absentKinds.length > 0) return record;
  const isWanted = wanted === undefined || record.hash === wanted;
  const state = isWanted ? deleted(record.pipelineRunName) : supersededState;
  return { ...record, ...state, completionTime: timestamp(now) };
}

const deleted = (name: string): BuildState => ({
  phase: 'Failed',
  reason: 'PipelineRunDeleted',
  message: `PipelineRun ${name} was deleted before it ended; change spec.trigger to build again`,
});

function observedBuild(run: ObservedPipelineRun, { observed, now }: Remembering): BuildRecord {
  const target = paramOf(run, 'image');
  const built = builtImage(run, target === undefined ? undefined : repositoryOf(target));
  const taskRuns = taskRunsOf(run, observed.taskRuns);
  const isReported = !awaitsFinalReport(run, observed, now);
  const state = isReported ? buildPhase(run, taskRuns, observed, built) : aboutToEnd(run.metadata.name);
  const { startTime, completionTime } = run.status ?? {};
  return {
    hash: hashOf(run),
    pipelineRunName: run.metadata.name,
    ...state,
    message: oneLine(state.message, MAX_MESSAGE),
    ...(startTime && { startTime }),
    ...(isFinished(state) && { completionTime: completionTime ?? timestamp(now) }),
    ...(state.phase === 'Succeeded' && built),
  };
}

const timeouts: ReadonlySet<string> = new Set(['PipelineRunTimeout', 'TaskRunTimeout']);

/** A build that timed out says what it waited for. */
function timedOutBy(before: BuildRecord, after: BuildRecord): BuildRecord {
  if (!timeouts.has(after.reason ?? '') || !isStalledBuild(before)) return after;
  const message = `${after.message}; it waited for this: ${before.reason}: ${before.message}`;
  return { ...after, message: oneLine(message, MAX_MESSAGE) };
}

const newestFirst = (runs: readonly ObservedPipelineRun[]): ObservedPipelineRun[] =>
  runs.toSorted((a, b) => (createdAt(a) < createdAt(b) ? 1 : -1));

const createdAt = ({ metadata }: ObservedPipelineRun): string => metadata.creationTimestamp ?? '';
