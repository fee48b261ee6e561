import type { TaskRun } from '../../api/generated/kinds.js';

/**
 * What a person should know of a TaskRun whose task has not started: one line of what, then what to do. Empty when it has
 * started or ended. Pure.
 */
export function waitNotice({ metadata: { name, namespace }, status = {} }: TaskRun): readonly string[] {
  const { observedGeneration = -1, phase = 'Pending', conditions = [] } = status;
  if (phase !== 'Pending' && phase !== 'Paused') return [];
  if (observedGeneration < 0) {
    return [
      `TaskRun ${name} waits: no controller has observed it yet`,
      `is the controller of kubetask running, and does it watch namespace ${namespace}? kubectl task doctor checks it`,
      `kubectl task cancel taskrun/${name} -n ${namespace} cancels the TaskRun`,
    ];
  }
  const { reason = '', message = '' } = conditions.find(({ type }) => type === 'Succeeded') ?? {};
  const why = [reason, message].filter(Boolean).join(': ');
  return why ? [`TaskRun ${name} waits: ${why}`] : [];
}
