import type { Pod, Volume } from '../../objects.js';
import { type ContainerRecord, isSidecar, type PodRecord } from '../pod/pod-record.js';
import { removeTree } from '../scratch/remove-tree.js';

/**
 * Removes the volumes with text of Secrets that only init containers mount which have ended for good. On a cluster the
 * containers that come later cannot see them; here they share one file system.
 */
export async function removeSpentSecrets(pod: Pod, { initContainers, volumes }: PodRecord): Promise<void> {
  const ended = new Set(initContainers.filter(hasEnded).map(({ container }) => container.name));
  const folders = spentSecretVolumes(pod, ended).flatMap((name) => volumes?.get(name) ?? []);
  for (const folder of folders) await removeTree(folder);
}

const hasEnded = (record: ContainerRecord): boolean => !isSidecar(record) && record.state.terminated !== undefined;

/** The names of volumes with text of Secrets that all of their containers are through with. */
export function spentSecretVolumes(pod: Pod, ended: ReadonlySet<string>): string[] {
  const { initContainers = [], containers, volumes = [] } = pod.spec;
  const toCome = [...initContainers, ...containers].filter(({ name }) => !ended.has(name));
  const needed = new Set(toCome.flatMap(({ volumeMounts = [] }) => volumeMounts.map(({ name }) => name)));
  return volumes.filter((volume) => holdsSecrets(volume) && !needed.has(volume.name)).map(({ name }) => name);
}

const holdsSecrets = ({ secret, projected }: Volume): boolean =>
  secret !== undefined || (projected?.sources ?? []).some((source) => source.secret !== undefined);

/** Where text of Secrets is mounted inside other volumes: the path of each such file in that volume. */
export function mountsOfSecrets({ spec }: Pod): { readonly volume: string; readonly path: string }[] {
  const secrets = new Set((spec.volumes ?? []).filter(holdsSecrets).map(({ name }) => name));
  return [...(spec.initContainers ?? []), ...spec.containers].flatMap(({ volumeMounts = [] }) => {
    const outer = volumeMounts.filter(({ name }) => !secrets.has(name));
    return volumeMounts
      .filter(({ name }) => secrets.has(name))
      .flatMap(({ mountPath }) =>
        outer
          .filter((mount) => mountPath.startsWith(`${mount.mountPath}/`))
          .map((mount) => ({ volume: mount.name, path: mountPath.slice(mount.mountPath.length + 1) })),
      );
  });
}
