import type { BuildRecord } from '../../api/generated/kinds.js';
import { oneLine } from '../../packages/kubernetes-conventions/sentence.js';
import type { AgentBuildPlan } from '../../plan/agent-build/plan.js';
import { nextBuild } from './build/next-build.js';
import { type BuildState, isFinished } from './build-state.js';
import { applyFailedState } from './policies/apply-failure.js';
import type { Situation } from './situation.js';
import { tektonMissing } from './tekton/tekton-missing.js';

/** What a pass found out about the present spec. */
export interface Decision {
  readonly state: BuildState;
  /** Of all specs, with that whose build begins now. */
  readonly builds: readonly BuildRecord[];
  /** Whether its PipelineRun is created now. */
  readonly starts: boolean;
}

/** Far below the schema's limit: each condition repeats the message. */
const MAX_MESSAGE = 8192;

/** The first that holds: invalid, over, without Tekton, under way, refused, about to begin. */
export function decide(situation: Situation): Decision {
  const { planned, observed, remembered: builds } = situation;
  const nothingBut = (state: BuildState): Decision => ({ state, builds, starts: false });
  if (planned.kind === 'InvalidSpec') return nothingBut(invalid(planned.message));
  const record = builds.find(({ hash }) => hash === planned.plan.hash);
  if (record && isFinished(record)) return nothingBut(stateOf(record));
  if (observed.absentKinds.length > 0) return nothingBut(tektonMissing(observed.absentKinds));
  if (record) return nothingBut(stateOf(record));
  const failure = situation.applyFailures.find(({ kind }) => kind !== 'Agent');
  return failure ? nothingBut(applyFailedState(failure)) : begun(situation, planned.plan);
}

function begun({ own, observed, remembered }: Situation, plan: AgentBuildPlan): Decision {
  const { starts, state } = nextBuild(plan, own, observed.taskRuns);
  const record = { hash: plan.hash, pipelineRunName: plan.pipelineRun.metadata.name, ...state };
  return { starts, state, builds: starts ? [record, ...remembered] : remembered };
}

const invalid = (message: string): BuildState => ({
  phase: 'Failed',
  reason: 'InvalidSpec',
  message: oneLine(message, MAX_MESSAGE),
});

const stateOf = ({ phase, reason = '', message = '' }: BuildRecord): BuildState => ({ phase, reason, message });
