import { describe, expect, test } from '@jest/globals';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { makeObject, reportedPlaces } from './reported.js';

const container = { name: 'a', image: 'a' };
const hardened = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

const pod = (spec: object, metadata: object = {}) =>
  makeObject('v1/Pod', { spec: { containers: [container], ...spec } }, metadata);
const withContext = (securityContext: object) => pod({ containers: [{ ...container, securityContext }] });

const cases: Record<string, { object: KubernetesObject; baseline: string[]; restricted?: string[] }> = {
  'nothing said: restricted wants it said': {
    object: pod({}),
    baseline: [],
    restricted: ['allowPrivilegeEscalation', 'runAsNonRoot', 'seccompProfile.type', 'capabilities.drop'].map(
      (field) => `spec.containers[0].securityContext.${field}`,
    ),
  },
  'hardened: nothing': { object: withContext(hardened), baseline: [], restricted: [] },
  'hardened at the Pod where that is possible: nothing': {
    object: pod({
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        { ...container, securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } },
      ],
    }),
    baseline: [],
    restricted: [],
  },
  'namespaces of the host': {
    object: pod({ hostNetwork: true, hostPID: true, hostIPC: true, containers: [] }),
    baseline: ['spec.hostNetwork', 'spec.hostPID', 'spec.hostIPC'],
  },
  'privileged, of an init container': {
    object: pod({
      containers: [],
      initContainers: [{ ...container, securityContext: { ...hardened, privileged: true } }],
    }),
    baseline: ['spec.initContainers[0].securityContext.privileged'],
  },
  'a capability beyond the safe ones': {
    object: withContext({ ...hardened, capabilities: { drop: ['ALL'], add: ['CHOWN', 'SYS_ADMIN'] } }),
    baseline: ['spec.containers[0].securityContext.capabilities.add[1]'],
    restricted: [
      'spec.containers[0].securityContext.capabilities.add[1]',
      'spec.containers[0].securityContext.capabilities.add',
    ],
  },
  'a hostPath, and an older volume type': {
    object: pod({
      containers: [],
      volumes: [
        { name: 'a', hostPath: { path: '/' } },
        { name: 'b', nfs: { server: 'a', path: '/' } },
      ],
    }),
    baseline: ['spec.volumes[0].hostPath'],
    restricted: ['spec.volumes[0].hostPath', 'spec.volumes[1].nfs'],
  },
  'a port of the host; 0 is none': {
    object: pod({
      containers: [
        {
          ...container,
          securityContext: hardened,
          ports: [
            { containerPort: 1, hostPort: 0 },
            { containerPort: 2, hostPort: 2 },
          ],
        },
      ],
    }),
    baseline: ['spec.containers[0].ports[1].hostPort'],
  },
  'profiles that confine nothing': {
    object: withContext({
      ...hardened,
      seccompProfile: { type: 'Unconfined' },
      appArmorProfile: { type: 'Unconfined' },
    }),
    baseline: [
      'spec.containers[0].securityContext.appArmorProfile.type',
      'spec.containers[0].securityContext.seccompProfile.type',
    ],
  },
  'AppArmor by annotation': {
    object: pod(
      { containers: [] },
      { annotations: { 'container.apparmor.security.beta.kubernetes.io/a': 'unconfined' } },
    ),
    baseline: ['metadata.annotations.container.apparmor.security.beta.kubernetes.io/a'],
  },
  'SELinux options': {
    object: withContext({ ...hardened, seLinuxOptions: { type: 'spc_t', user: 'u', role: 'r' } }),
    baseline: ['type', 'user', 'role'].map((field) => `spec.containers[0].securityContext.seLinuxOptions.${field}`),
  },
  'an unmasked /proc': {
    object: withContext({ ...hardened, procMount: 'Unmasked' }),
    baseline: ['spec.containers[0].securityContext.procMount'],
  },
  'a sysctl that is not safe': {
    object: pod({
      containers: [],
      securityContext: {
        sysctls: [
          { name: 'net.ipv4.tcp_syncookies', value: '1' },
          { name: 'kernel.msgmax', value: '1' },
        ],
      },
    }),
    baseline: ['spec.securityContext.sysctls[1].name'],
  },
  'a process on a Windows host': {
    object: withContext({ ...hardened, windowsOptions: { hostProcess: true } }),
    baseline: ['spec.containers[0].securityContext.windowsOptions.hostProcess'],
  },
  root: {
    object: withContext({ ...hardened, runAsUser: 0 }),
    baseline: [],
    restricted: ['spec.containers[0].securityContext.runAsUser'],
  },
  'on Windows, what only Linux has: nothing': {
    object: pod({ os: { name: 'windows' }, securityContext: { runAsNonRoot: true } }),
    baseline: [],
    restricted: [],
  },
};

// AppArmor profiles are a field since 1.30.
const at = (podSecurity: 'baseline' | 'restricted' | 'privileged') => ({ podSecurity, kubernetesVersion: '1.30' });

describe('Pod Security', () => {
  test.each(Object.entries(cases))('%s', (_, { object, baseline, restricted = baseline }) => {
    const ids = (paths: readonly string[]) => paths.map((path) => `pod-security ${path}`);
    expect(reportedPlaces(object, at('baseline'))).toEqual(ids(baseline));
    expect(reportedPlaces(object, at('restricted'))).toEqual(ids(restricted));
    expect(reportedPlaces(object, at('privileged'))).toEqual([]);
  });

  const template = { metadata: {}, spec: { hostNetwork: true, containers: [] } };
  const kinds: Record<string, { fields: object; path: string }> = {
    'v1/PodTemplate': { fields: { template }, path: 'template.spec' },
    'v1/ReplicationController': { fields: { spec: { template } }, path: 'spec.template.spec' },
    'apps/v1/Deployment': { fields: { spec: { template } }, path: 'spec.template.spec' },
    'apps/v1/StatefulSet': { fields: { spec: { template } }, path: 'spec.template.spec' },
    'apps/v1/DaemonSet': { fields: { spec: { template } }, path: 'spec.template.spec' },
    'apps/v1/ReplicaSet': { fields: { spec: { template } }, path: 'spec.template.spec' },
    'batch/v1/Job': { fields: { spec: { template } }, path: 'spec.template.spec' },
    'batch/v1/CronJob': {
      fields: { spec: { jobTemplate: { spec: { template } } } },
      path: 'spec.jobTemplate.spec.template.spec',
    },
  };
  test.each(Object.entries(kinds))('of a %s', (kind, { fields, path }) =>
    expect(reportedPlaces(makeObject(kind, fields))).toEqual([`pod-security ${path}.hostNetwork`]),
  );
});
