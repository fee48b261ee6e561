import type { V1PodSecurityContext, V1SecurityContext } from '@kubernetes/client-node';
import type { WorkspaceSecurityContext } from '../../api/generated/kinds.js';

/** The conventional UID of a non-root user without a name. */
const NON_ROOT = 65532;

const defaultUser: WorkspaceSecurityContext = { runAsUser: NON_ROOT, runAsGroup: NON_ROOT, fsGroup: NON_ROOT };

/** Pod Security `restricted`: https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export function podSecurity(user: WorkspaceSecurityContext = defaultUser): V1PodSecurityContext {
  return {
    runAsNonRoot: true,
    ...user,
    ...(user.fsGroup === undefined ? {} : { fsGroupChangePolicy: 'OnRootMismatch' }),
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

export function containerSecurity(readOnlyRootFilesystem: boolean): V1SecurityContext {
  return { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem };
}
