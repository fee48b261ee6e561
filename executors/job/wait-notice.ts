import type { TaskRun } from '../../api/generated/kinds.js';

/** What a person should know of a TaskRun whose task has not started. */
export interface WaitNotice {
  readonly reason: string;
  /** One line of what, then what to do. */
  readonly lines: readonly string[];
}

/** Undefined when the task has started or ended. Pure. */
export function waitNotice({ metadata: { name, namespace }, status = {} }: TaskRun): WaitNotice | undefined {
  const { observedGeneration = -1, phase = 'Pending', conditions = [] } = status;
  if (phase !== 'Pending' && phase !== 'Paused') return undefined;
  if (observedGeneration < 0) {
    const lines = [
      `TaskRun ${name} waits: no controller has observed it yet`,
      `is the controller of kubetask running, and does it watch namespace ${namespace}? kubectl task doctor checks it`,
      `kubectl task cancel taskrun/${name} -n ${namespace} cancels the TaskRun`,
    ];
    return { reason: 'NotObserved', lines };
  }
  const { reason = '', message = '' } = conditions.find(({ type }) => type === 'Succeeded') ?? {};
  const why = [reason, message].filter(Boolean).join(': ');
  return why ? { reason, lines: [`TaskRun ${name} waits: ${why}`] } : undefined;
}
