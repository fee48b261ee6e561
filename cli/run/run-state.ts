import type { Agent, AgentBuild, BatchRun, Condition, Phase, TaskRun } from '../../api/generated/kinds.js';
import { agent } from '../../api/kinds/agent.js';
import { agentBuild } from '../../api/kinds/agent-build.js';
import { batchRun } from '../../api/kinds/batch-run.js';
import type { Kind } from '../../api/kinds/kind.js';
import { taskRun } from '../../api/kinds/task-run.js';
import { withPause } from '../../api/pause.js';
import { isFinishedPhase } from '../../api/status/finished.js';
import { imageOf } from '../../plan/agent-build/inputs.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { qualifiedName } from '../kinds.js';

export type Run = BatchRun | TaskRun;

/** What has a phase, and finishes. An AgentBuild is no run that one starts, pauses or cancels, but is followed like one. */
export type Followed = Run | AgentBuild;

/** Where a run of either kind has got to. */
export interface RunState {
  readonly phase: Phase;
  readonly isFinished: boolean;
  /** One PascalCase word; empty before the reconciler's first look. */
  readonly reason: string;
  readonly message: string;
  readonly startTime?: string;
  readonly completionTime?: string;
  /** Tasks of a BatchRun, steps of a TaskRun that have succeeded. */
  readonly succeeded: number;
  readonly total: number;
}

export const isBatchRun = (run: Named): run is BatchRun => run.kind === 'BatchRun';

export const isBuild = (run: Followed): run is AgentBuild => run.kind === 'AgentBuild';

/** Everything that is not a template. An Agent does not finish, and has no phase. */
export type Named = Followed | Agent;

const kinds: Readonly<Record<Named['kind'], Kind>> = {
  Agent: agent,
  BatchRun: batchRun,
  TaskRun: taskRun,
  AgentBuild: agentBuild,
};

export const kindOf = ({ kind }: Named): Kind => kinds[kind];

/** `batchrun/x`, as the commands read it back. */
export const nameOf = (run: Named): string => `${kindOf(run).singular}/${run.metadata.name}`;

/** `batchrun.kubetask.io/x`, as kubectl names an object to which it did something. */
export const qualifiedNameOf = (run: Named): string => qualifiedName(kindOf(run), run.metadata.name);

/** `batch/x` or `task/x`, the image of a build; empty for a run that brings its own spec. */
export function templateOf(run: Followed): string {
  if (isBuild(run)) return imageOf(run.spec);
  const name = isBatchRun(run) ? run.spec.batchRef : run.spec.taskRef;
  return name ? `${isBatchRun(run) ? 'batch' : 'task'}/${name}` : '';
}

/** What was asked of the run after it had begun. */
export const wishesOf = (run: Run): Pick<Run['spec'], 'suspend' | 'cancel'> => withPause(run).spec;

export function runState(run: Followed): RunState {
  const { phase = 'Pending', startTime, completionTime } = run.status ?? {};
  const ready = readyCondition(run.status?.conditions);
  return {
    phase,
    isFinished: isFinishedPhase(phase),
    reason: ready?.reason ?? '',
    message: ready?.message ?? '',
    ...(startTime ? { startTime } : {}),
    ...(completionTime ? { completionTime } : {}),
    ...counts(run),
  };
}

const readyCondition = (conditions: readonly Condition[] | undefined): Condition | undefined =>
  conditions?.find(({ type }) => type === 'Ready');

function counts(run: Followed): Pick<RunState, 'succeeded' | 'total'> {
  if (isBuild(run)) return { succeeded: 0, total: 0 };
  if (isBatchRun(run)) {
    const { total = 0, completed = 0 } = run.status?.progress ?? {};
    return { succeeded: completed, total };
  }
  const steps = run.status?.steps ?? [];
  return { succeeded: steps.filter(({ phase }) => phase === 'Succeeded').length, total: steps.length };
}

/** How a command that waited for a run ends. */
export function exitCodeOf(phase: Phase): ExitCode {
  if (phase === 'Succeeded') return exitCodes.succeeded;
  return phase === 'Failed' ? exitCodes.failed : exitCodes.cancelled;
}
