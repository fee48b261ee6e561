import { isJsonObject } from '../../packages/structural-schema/json-schema-props.js';
import { type Control, containerContexts, contextsOf, listOf, mappingOf, podContext, problemIf } from './control.js';
import { containersOf, itemsOf } from './pod-templates.js';

const hostProcess: Control = (pod) =>
  contextsOf(pod).flatMap(({ path, fields }) =>
    problemIf(
      mappingOf(fields, 'windowsOptions')['hostProcess'] === true,
      `${path}.windowsOptions.hostProcess`,
      'gives access to the node; remove it',
    ),
  );

const hostNamespaces: Control = ({ spec, specPath }) =>
  ['hostNetwork', 'hostPID', 'hostIPC'].flatMap((field) =>
    problemIf(spec[field] === true, `${specPath}.${field}`, 'shares a namespace with the node; remove it'),
  );

const privileged: Control = (pod) =>
  containerContexts(pod).flatMap(({ path, fields }) =>
    problemIf(
      fields['privileged'] === true,
      `${path}.privileged`,
      'gives the container all rights on the node; remove it',
    ),
  );

const allowedCapabilities = new Set(
  'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(
    ' ',
  ),
);

const capabilities: Control = (pod) =>
  containerContexts(pod).flatMap(({ path, fields }) =>
    listOf(mappingOf(fields, 'capabilities'), 'add').flatMap((capability, index) =>
      problemIf(
        !allowedCapabilities.has(String(capability)),
        `${path}.capabilities.add[${index}]`,
        `must be none but ${[...allowedCapabilities].join(', ')}`,
      ),
    ),
  );

const hostPaths: Control = ({ spec, specPath }) =>
  itemsOf(spec, 'volumes', specPath).flatMap(({ path, container: volume }) =>
    problemIf(isJsonObject(volume['hostPath']), `${path}.hostPath`, 'reaches files of the node; use another volume'),
  );

const hostPorts: Control = (pod) =>
  containersOf(pod).flatMap(({ path, container }) =>
    itemsOf(container, 'ports', path).flatMap(({ path: port, container: fields }) =>
      problemIf(Boolean(fields['hostPort']), `${port}.hostPort`, 'opens a port of the node; use a Service'),
    ),
  );

const appArmorAnnotation = 'container.apparmor.security.beta.kubernetes.io/';

const appArmor: Control = (pod) => [
  ...contextsOf(pod).flatMap(({ path, fields }) =>
    problemIf(
      mappingOf(fields, 'appArmorProfile')['type'] === 'Unconfined',
      `${path}.appArmorProfile.type`,
      'must be RuntimeDefault or Localhost',
    ),
  ),
  ...Object.entries(mappingOf(pod.metadata, 'annotations')).flatMap(([key, value]) =>
    problemIf(
      key.startsWith(appArmorAnnotation) && !/^(runtime\/default$|localhost\/)/.test(String(value)),
      `${pod.metadataPath}.annotations.${key}`,
      'must be runtime/default, or begin with localhost/',
    ),
  ),
];

const seLinuxTypes: ReadonlySet<unknown> = new Set([
  ...[undefined, null, '', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'],
]);

const seLinux: Control = (pod) =>
  contextsOf(pod).flatMap(({ path, fields }) => {
    const { type, user, role } = mappingOf(fields, 'seLinuxOptions');
    const at = `${path}.seLinuxOptions`;
    return [
      ...problemIf(
        !seLinuxTypes.has(type),
        `${at}.type`,
        'must be container_t, container_init_t, container_kvm_t or container_engine_t',
      ),
      ...problemIf(Boolean(user), `${at}.user`, 'must not be set'),
      ...problemIf(Boolean(role), `${at}.role`, 'must not be set'),
    ];
  });

const procMount: Control = (pod) =>
  containerContexts(pod).flatMap(({ path, fields }) =>
    problemIf(
      !['Default', undefined, null].includes(fields['procMount'] as string),
      `${path}.procMount`,
      'must be Default',
    ),
  );

const seccomp: Control = (pod) =>
  contextsOf(pod).flatMap(({ path, fields }) =>
    problemIf(
      mappingOf(fields, 'seccompProfile')['type'] === 'Unconfined',
      `${path}.seccompProfile.type`,
      'must be RuntimeDefault or Localhost',
    ),
  );

const safeSysctls = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
]);

const sysctls: Control = (pod) => {
  const { path, fields } = podContext(pod);
  return itemsOf(fields, 'sysctls', path).flatMap(({ path: at, container: sysctl }) =>
    problemIf(!safeSysctls.has(String(sysctl['name'])), `${at}.name`, 'is not a safe sysctl; remove it'),
  );
};

/** What the level `baseline` forbids: known ways to rights on the node. */
export const baselineControls: readonly Control[] = [
  hostProcess,
  hostNamespaces,
  privileged,
  capabilities,
  hostPaths,
  hostPorts,
  appArmor,
  seLinux,
  procMount,
  seccomp,
  sysctls,
];
