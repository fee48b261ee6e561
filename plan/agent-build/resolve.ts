import type { AgentBuild } from '../../api/generated/kinds.js';
import { ownedBy, type Problem } from '../problem.js';
import { type Validated, validated } from '../resolution.js';
import { type AgentBuildInputs, agentBuildInputs } from './inputs.js';
import { agentBuildProblems } from './problems.js';

/** What prevents the plan of an AgentBuild of the right shape. */
export const plannedProblems = (observed: AgentBuild): Problem[] =>
  ownedBy(observed, agentBuildProblems(agentBuildInputs(observed)));

/** The inputs of the planner, or why there are none. Pure, deterministic, and never throws. */
export const resolveAgentBuild = (observed: AgentBuild): Validated<AgentBuildInputs> =>
  validated([observed], agentBuildInputs(observed), () => plannedProblems(observed));
