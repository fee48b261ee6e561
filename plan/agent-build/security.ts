import type { V1SecurityContext } from '@kubernetes/client-node';
import { containerSecurity } from '../pod/security.js';

/** UID and GID of the steps that need no root, and group of the shared volume. */
export const NON_ROOT = 65532;

const seccompProfile = { type: 'RuntimeDefault' };

/** Pod Security `restricted`. */
export const nonRoot = (): V1SecurityContext => ({
  ...containerSecurity(false),
  runAsNonRoot: true,
  runAsUser: NON_ROOT,
  runAsGroup: NON_ROOT,
  seccompProfile,
});

/**
 * Root, for a builder that unpacks layers into its own root folder: Pod Security `baseline`. What a container runtime
 * gives by default, less raw sockets, devices, low ports and the audit log. Privileges may be escalated, because
 * Dockerfiles may use sudo after USER.
 */
export const unprivilegedRoot = (): V1SecurityContext => ({
  runAsUser: 0,
  capabilities: {
    drop: ['ALL'],
    add: 'CHOWN DAC_OVERRIDE FOWNER FSETID KILL SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(' '),
  },
  seccompProfile,
});

/** Root in name alone, which may read what root has written: Pod Security `baseline`. */
export const powerlessRoot = (): V1SecurityContext => ({ ...containerSecurity(false), runAsUser: 0, seccompProfile });
