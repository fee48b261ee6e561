import type { AgentStatus } from '../../api/generated/kinds.js';
import { oneLine } from '../../packages/kubernetes-conventions/sentence.js';
import type { RecordedEvent } from '../engine/event-recorder.js';

/** Reasons of an Agent that makes progress. */
const ordinary: ReadonlySet<string> = new Set(['Available', 'ScaledToZero', 'RollingOut', 'PodPending']);

/** The Events for a change of an Agent's status from `before` to `after`: that it became ready, or its failure. */
export function agentEvents(before: AgentStatus | undefined, after: AgentStatus): RecordedEvent[] {
  const [was, is] = [readiness(before), readiness(after)];
  if (!is || was?.reason === is.reason) return [];
  const message = oneLine(is.message);
  if (!ordinary.has(is.reason)) return [{ type: 'Warning', reason: is.reason, message }];
  return is.reason === 'Available' ? [{ type: 'Normal', reason: 'Available', message }] : [];
}

const readiness = (status: AgentStatus | undefined) => status?.conditions?.find(({ type }) => type === 'Ready');
