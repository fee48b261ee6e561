import type { AgentState } from './agent-state.js';

/** What is wrong with an agent, and what to do about it. */
export type AgentFailure = Pick<AgentState, 'reason' | 'message'>;
