import { knownMinors } from '../../packages/kubernetes-schemas/generated/types.js';

/** The oldest Kubernetes that kubetask runs on. */
const OLDEST_MINOR = 28;

/** The minor version of `1.31`, `v1.31.4` and the like. @throws Error for any other text */
export function minorOf(kubernetesVersion: string): number {
  const [, minor] = /^v?1\.(\d+)([.+-].*)?$/.exec(kubernetesVersion) ?? [];
  if (minor === undefined)
    throw new Error(`Cannot use kubernetesVersion ${JSON.stringify(kubernetesVersion)}; give a version such as 1.31`);
  if (Number(minor) < OLDEST_MINOR)
    throw new Error(
      `Cannot use kubernetesVersion ${JSON.stringify(kubernetesVersion)}; kubetask needs 1.${OLDEST_MINOR} or later`,
    );
  return Number(minor);
}

/** Whether that Kubernetes may have fields that the schemas do not. */
export const isNewerThanKnown = (kubernetesVersion: string): boolean => minorOf(kubernetesVersion) > knownMinors[1];
