import type { AgentReason } from '../../api/kinds/agent.js';

/** What is true of an agent, and why. */
export interface AgentState {
  /** It answers, perhaps in an older version. */
  readonly isReady: boolean;
  /**
   * `Settled`: it is as its spec says. `Reconciling`: it is on its way there. `Stalled`: it will not get there unless
   * somebody changes something.
   */
  readonly progress: 'Settled' | 'Reconciling' | 'Stalled';
  readonly reason: AgentReason;
  /** One sentence for people. */
  readonly message: string;
}
