import { type Control, containerContexts, contextsOf, listOf, mappingOf, podContext, problemIf } from './control.js';
import { itemsOf, type PodTemplate } from './pod-templates.js';

const volumeTypes = new Set([
  ...[
    'configMap',
    'csi',
    'downwardAPI',
    'emptyDir',
    'ephemeral',
    'image',
    'persistentVolumeClaim',
    'projected',
    'secret',
  ],
]);

const volumes: Control = ({ spec, specPath }) =>
  itemsOf(spec, 'volumes', specPath).flatMap(({ path, container: volume }) =>
    Object.keys(volume)
      // The level baseline reports a hostPath.
      .filter((type) => !['name', 'hostPath'].includes(type) && !volumeTypes.has(type))
      .map((type) => ({ path: `${path}.${type}`, detail: `must be one of ${[...volumeTypes].join(', ')}` })),
  );

const isOnWindows = ({ spec }: PodTemplate): boolean => mappingOf(spec, 'os')['name'] === 'windows';

/** Windows has no such rights. */
const onLinux =
  (control: Control): Control =>
  (pod) =>
    isOnWindows(pod) ? [] : control(pod);

const privilegeEscalation = onLinux((pod) =>
  containerContexts(pod).flatMap(({ path, fields }) =>
    problemIf(fields['allowPrivilegeEscalation'] !== false, `${path}.allowPrivilegeEscalation`, 'must be false'),
  ),
);

/** Each container decides for itself, else the Pod does. */
const nonRoot: Control = (pod) => {
  const ofPod = podContext(pod).fields['runAsNonRoot'];
  return containerContexts(pod).flatMap(({ path, fields }) =>
    problemIf((fields['runAsNonRoot'] ?? ofPod) !== true, `${path}.runAsNonRoot`, 'must be true, here or for the Pod'),
  );
};

const nonRootUser: Control = (pod) =>
  contextsOf(pod).flatMap(({ path, fields }) =>
    problemIf(fields['runAsUser'] === 0, `${path}.runAsUser`, 'must not be 0, which is root'),
  );

const seccomp = onLinux((pod) => {
  const ofPod = mappingOf(podContext(pod).fields, 'seccompProfile')['type'];
  return containerContexts(pod).flatMap(({ path, fields }) => {
    const type = mappingOf(fields, 'seccompProfile')['type'] ?? ofPod;
    // The level baseline reports Unconfined.
    return problemIf(
      !['RuntimeDefault', 'Localhost', 'Unconfined'].includes(String(type)),
      `${path}.seccompProfile.type`,
      'must be RuntimeDefault or Localhost, here or for the Pod',
    );
  });
});

const capabilities = onLinux((pod) =>
  containerContexts(pod).flatMap(({ path, fields }) => {
    const given = mappingOf(fields, 'capabilities');
    const added = listOf(given, 'add');
    return [
      ...problemIf(!listOf(given, 'drop').includes('ALL'), `${path}.capabilities.drop`, 'must hold ALL'),
      ...problemIf(
        added.some((one) => one !== 'NET_BIND_SERVICE'),
        `${path}.capabilities.add`,
        'must be none but NET_BIND_SERVICE',
      ),
    ];
  }),
);

/** What the level `restricted` demands beyond `baseline`. */
export const restrictedControls: readonly Control[] = [
  volumes,
  privilegeEscalation,
  nonRoot,
  nonRootUser,
  seccomp,
  capabilities,
];
