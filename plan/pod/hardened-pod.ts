import type { V1Affinity, V1PodSpec } from '@kubernetes/client-node';
import type { WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import { podSecurity } from './security.js';

const DEFAULT_GRACE_SECONDS = 30;

/** Under Pod Security `restricted`, with no API token and no second try; the rest as the WorkspaceConfig says. */
export function hardenedPod(
  workspace: WorkspaceConfigSpec,
  { initContainers, containers, volumes }: Required<Pick<V1PodSpec, 'initContainers' | 'containers' | 'volumes'>>,
): V1PodSpec {
  const { scheduling, imagePullSecrets, runtimeClassName, serviceAccountName } = workspace;
  return {
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: workspace.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS,
    securityContext: podSecurity(workspace.securityContext),
    initContainers,
    containers,
    volumes,
    ...(serviceAccountName ? { serviceAccountName } : {}),
    ...(runtimeClassName ? { runtimeClassName } : {}),
    ...(imagePullSecrets ? { imagePullSecrets } : {}),
    ...(scheduling?.nodeSelector ? { nodeSelector: scheduling.nodeSelector } : {}),
    ...(scheduling?.tolerations ? { tolerations: scheduling.tolerations } : {}),
    ...(scheduling?.affinity ? { affinity: scheduling.affinity as V1Affinity } : {}),
  };
}
