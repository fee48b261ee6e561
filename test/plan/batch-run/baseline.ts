import type { TektonStep } from '../../../plan/agent-build/tekton-objects.js';

const allowed = new Set(
  (
    'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE ' +
    'SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'
  ).split(' '),
);

/**
 * What Pod Security `baseline` refuses of a step, one word each.
 * Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
 */
export function baselineViolations({ securityContext = {} }: TektonStep): string[] {
  const { privileged, capabilities, seccompProfile, appArmorProfile, procMount } = securityContext;
  return [
    ...(privileged ? ['privileged'] : []),
    ...(capabilities?.add ?? []).filter((capability) => !allowed.has(capability)),
    ...(seccompProfile?.type === 'Unconfined' ? ['seccomp'] : []),
    ...(appArmorProfile?.type === 'Unconfined' ? ['apparmor'] : []),
    ...(procMount ? ['procMount'] : []),
  ];
}
