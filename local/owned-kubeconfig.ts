import { existsSync, readFileSync, rmSync } from 'node:fs';

/** A kubeconfig that one cluster wrote, and the address in it that makes it that cluster's. */
export interface OwnedKubeconfig {
  readonly path: string;
  readonly serverUrl: string;
}

/** In every kubeconfig of an embedded cluster, and in hardly any other. */
const mark = 'kubetask-local';

/** @throws Error when the file exists and is not an embedded cluster's: a user's own kubeconfig is never touched */
export function assertReplaceable(path: string): void {
  if (!existsSync(path) || readFileSync(path, 'utf8').includes(mark)) return;
  throw new Error(`Cannot write the kubeconfig to ${path}: that file is not the embedded cluster's; name another path`);
}

/** Removes it unless another cluster has written the file since. */
export function removeKubeconfig({ path, serverUrl }: OwnedKubeconfig): void {
  try {
    if (readFileSync(path, 'utf8').includes(serverUrl)) rmSync(path);
  } catch {
    // gone already
  }
}
