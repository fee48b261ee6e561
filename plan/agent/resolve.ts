import type { Agent } from '../../api/generated/kinds.js';
import { ownedBy, type Problem } from '../problem.js';
import { type Validated, validated } from '../resolution.js';
import { type AgentInputs, agentInputs } from './inputs.js';
import { agentProblems } from './problems.js';

/** What prevents the plan of an Agent of the right shape. */
export const plannedProblems = (observed: Agent): Problem[] => ownedBy(observed, agentProblems(agentInputs(observed)));

/** The inputs of the planner, or why there are none. Pure, deterministic, and never throws. */
export const resolveAgent = (observed: Agent): Validated<AgentInputs> =>
  validated([observed], agentInputs(observed), () => plannedProblems(observed));
