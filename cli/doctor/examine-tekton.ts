import { counted } from '../../packages/kubernetes-conventions/sentence.js';
import type { Check } from './check.js';

const install = 'kubectl apply -f https://infra.tekton.dev/tekton-releases/pipeline/latest/release.yaml';

/** Tekton is needed by AgentBuild, and owns the short names of two of our kinds. */
/** @param builds how many AgentBuilds there are */
export function examineTekton(groups: readonly string[], builds = 0): Check {
  if (!groups.includes('tekton.dev') && builds > 0) {
    const detail = `not installed, and ${counted(builds, 'AgentBuild')} cannot start without it`;
    return { title: 'Tekton', state: 'bad', detail, fix: [install] };
  }
  if (!groups.includes('tekton.dev')) {
    return { title: 'Tekton', state: 'good', detail: 'not installed; only AgentBuild needs it' };
  }
  const detail = 'installed; with kubectl, use tasks.kubetask.io and taskruns.kubetask.io, or ktask and ktr';
  return { title: 'Tekton', state: 'good', detail };
}
