import type { Check } from './check.js';

/** Tekton is needed by AgentBuild, and owns the short names of two of our kinds. */
export function examineTekton(groups: readonly string[]): Check {
  if (!groups.includes('tekton.dev')) {
    return { title: 'Tekton', state: 'good', detail: 'not installed; only AgentBuild needs it' };
  }
  const detail = 'installed; with kubectl, use tasks.kubetask.io and taskruns.kubetask.io, or ktask and ktr';
  return { title: 'Tekton', state: 'good', detail };
}
