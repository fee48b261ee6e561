import { existsSync, rmSync } from 'node:fs';
import { readRegularFile } from './regular-file.js';

/** A kubeconfig that one cluster wrote, and the address in it that makes it that cluster's. */
export interface OwnedKubeconfig {
  readonly path: string;
  readonly serverUrl: string;
}

/** In every kubeconfig of an embedded cluster, and in hardly any other. */
const mark = 'embedded-cluster';
const mostBytes = 1_000_000;

/** @throws Error when the file exists and is not an embedded cluster's: a user's own kubeconfig is never touched */
export function assertReplaceable(path: string): void {
  if (!existsSync(path) || isOurs(path)) return;
  throw new Error(`Cannot write the kubeconfig to ${path}: that file is not the embedded cluster's; name another path`);
}

/** Removes it unless another cluster has written the file since. */
export function removeKubeconfig({ path, serverUrl }: OwnedKubeconfig): void {
  try {
    const text = readRegularFile(path, mostBytes).toString();
    if (text.includes(mark) && text.includes(serverUrl)) rmSync(path);
  } catch {
    // gone already
  }
}

function isOurs(path: string): boolean {
  try {
    return readRegularFile(path, mostBytes).toString().includes(mark);
  } catch {
    return false;
  }
}
