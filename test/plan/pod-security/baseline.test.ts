import { expect, test } from '@jest/globals';
import { baselineControls } from '../../../plan/pod-security/baseline.js';
import { type PodTemplate, podTemplateOf } from '../../../plan/pod-security/pod-templates.js';
import { makeObject } from '../review/sample.js';

/** What is wrong with a Pod, as the paths below its spec. */
const pathsOf = (spec: object, metadata: object = {}): string[] => {
  const pod = podTemplateOf(makeObject('v1', 'Pod', { spec }, metadata)) as PodTemplate;
  return baselineControls.flatMap((control) => control(pod)).map(({ path }) => path.replace(/^spec\./, ''));
};
const context = (securityContext: object) => ({ containers: [{ name: 'c', securityContext }] });
const at = 'containers[0].securityContext';
const annotated = (value: string) => ({ annotations: { 'container.apparmor.security.beta.kubernetes.io/c': value } });

/** Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline */
const allowed: Record<string, object> = {
  nothing: {},
  'host namespaces that are off': { hostNetwork: false, hostPID: false, hostIPC: false },
  'a container that is not privileged': context({ privileged: false, procMount: 'Default' }),
  'all capabilities of the standard': context({
    capabilities: {
      add: [
        ...['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE', 'SETFCAP'],
        ...['SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT'],
      ],
      drop: ['SYS_ADMIN'],
    },
  }),
  'a port that is none of the node': { containers: [{ name: 'c', ports: [{ containerPort: 80, hostPort: 0 }] }] },
  'other volumes': {
    volumes: [
      { name: 'v', emptyDir: {} },
      { name: 'w', hostPath: null },
    ],
  },
  profiles: context({
    ...{ seccompProfile: { type: 'RuntimeDefault' }, appArmorProfile: { type: 'Localhost', localhostProfile: 'p' } },
    seLinuxOptions: { level: 's0' },
  }),
  'types of SELinux': {
    containers: ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'].map((type) => ({
      ...{ name: 'c', securityContext: { seLinuxOptions: { type } } },
    })),
  },
  'safe sysctls': {
    securityContext: {
      sysctls: [
        ...['kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range', 'net.ipv4.ip_unprivileged_port_start'],
        ...['net.ipv4.tcp_syncookies', 'net.ipv4.ping_group_range', 'net.ipv4.ip_local_reserved_ports'],
        ...['net.ipv4.tcp_keepalive_time', 'net.ipv4.tcp_fin_timeout', 'net.ipv4.tcp_keepalive_intvl'],
        'net.ipv4.tcp_keepalive_probes',
      ].map((name) => ({ name, value: '1' })),
    },
  },
};
test.each(Object.entries(allowed))('allowed: %s', (_, spec) => expect(pathsOf(spec)).toEqual([]));

const forbidden: Record<string, { spec: object; want: string[] }> = {
  'host namespaces': {
    spec: { hostNetwork: true, hostPID: true, hostIPC: true },
    want: ['hostNetwork', 'hostPID', 'hostIPC'],
  },
  'a privileged container of each sort': {
    spec: Object.fromEntries(
      ['initContainers', 'containers', 'ephemeralContainers'].map((field) => [
        field,
        context({ privileged: true }).containers,
      ]),
    ),
    want: ['initContainers', 'containers', 'ephemeralContainers'].map(
      (field) => `${field}[0].securityContext.privileged`,
    ),
  },
  'another capability': {
    spec: context({ capabilities: { add: ['CHOWN', 'SYS_ADMIN', 1] } }),
    want: [1, 2].map((i) => `${at}.capabilities.add[${i}]`),
  },
  'a path of the node': {
    spec: { volumes: [{ name: 'a' }, { name: 'v', hostPath: { path: '/' } }] },
    want: ['volumes[1].hostPath'],
  },
  'a port of the node': {
    spec: { containers: [{ name: 'c', ports: [{ hostPort: 80 }] }] },
    want: ['containers[0].ports[0].hostPort'],
  },
  'a host process, of the Pod and of a container': {
    spec: {
      securityContext: { windowsOptions: { hostProcess: true } },
      ...context({ windowsOptions: { hostProcess: true } }),
    },
    want: ['securityContext.windowsOptions.hostProcess', `${at}.windowsOptions.hostProcess`],
  },
  'no AppArmor': { spec: context({ appArmorProfile: { type: 'Unconfined' } }), want: [`${at}.appArmorProfile.type`] },
  'no seccomp': {
    spec: { securityContext: { seccompProfile: { type: 'Unconfined' } } },
    want: ['securityContext.seccompProfile.type'],
  },
  'another type, a user and a role of SELinux': {
    spec: context({ seLinuxOptions: { type: 'spc_t', user: 'u', role: 'r' } }),
    want: ['type', 'user', 'role'].map((field) => `${at}.seLinuxOptions.${field}`),
  },
  'another mount of /proc': { spec: context({ procMount: 'Unmasked' }), want: [`${at}.procMount`] },
  'another sysctl': {
    spec: { securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } },
    want: ['securityContext.sysctls[0].name'],
  },
};
test.each(Object.entries(forbidden))('forbidden: %s', (_, { spec, want }) => expect(pathsOf(spec)).toEqual(want));

test.each([
  ['runtime/default', []],
  ['localhost/profile', []],
  ['unconfined', ['metadata.annotations.container.apparmor.security.beta.kubernetes.io/c']],
  ['runtime/default2', ['metadata.annotations.container.apparmor.security.beta.kubernetes.io/c']],
  ['xlocalhost/a', ['metadata.annotations.container.apparmor.security.beta.kubernetes.io/c']],
])('AppArmor by an annotation, %s: %j', (value, want) => expect(pathsOf({}, annotated(value))).toEqual(want));
