import type { V1EnvVar } from '@kubernetes/client-node';
import type { PlannedDeployment } from '../../plan/agent.js';

/**
 * The Deployment as it is applied: a variable with `valueFrom` claims its `value` too, as empty. Unclaimed, the value that
 * somebody else gave it would stay theirs, and the API server refuses a variable that has both.
 */
export function claimValues(deployment: PlannedDeployment): PlannedDeployment {
  const { template } = deployment.spec;
  const { spec = { containers: [] } } = template;
  const containers = spec.containers.map((container) => ({ ...container, env: (container.env ?? []).map(claim) }));
  return { ...deployment, spec: { ...deployment.spec, template: { ...template, spec: { ...spec, containers } } } };
}

const claim = (variable: V1EnvVar): V1EnvVar => (variable.valueFrom ? { ...variable, value: '' } : variable);
