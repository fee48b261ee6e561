import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OwnedKubeconfig, removeKubeconfig } from '../../owned-kubeconfig.js';
import { readRegularFile, replaceFile } from '../../regular-file.js';
import { killEscapedProcesses, killMarkedProcesses } from '../processes/escaped-processes.js';
import { killRecordedGroups } from '../processes/process-groups.js';
import { isMarked, type ProcessMark } from '../processes/process-mark.js';
import { processStartTime } from '../processes/process-start-time.js';
import { removeTree } from './remove-tree.js';
import { type ScratchPaths, scratchPaths, scratchPrefix } from './scratch.js';

/** Who uses a scratch folder, written into it as `owner.json`. */
interface ScratchOwner {
  readonly pid: number;
  readonly startTime: string | undefined;
  readonly kubeconfig?: OwnedKubeconfig;
  readonly mark?: ProcessMark;
}

const ownerFile = 'owner.json';
const mostOwnerBytes = 16_384;

/** Says that this process uses the folder, and which kubeconfig goes with it, if any. */
export function claimScratch({ root }: ScratchPaths, kubeconfig?: OwnedKubeconfig, mark?: ProcessMark): void {
  const owner: ScratchOwner = {
    pid: process.pid,
    startTime: processStartTime(process.pid),
    ...(kubeconfig && { kubeconfig }),
    ...(mark !== undefined && { mark }),
  };
  replaceFile(join(root, ownerFile), JSON.stringify(owner), 0o600);
}

/** Says that nobody uses the folder, and that it is to stay. */
export function releaseScratch({ root }: ScratchPaths): void {
  rmSync(join(root, ownerFile), { force: true });
}

/**
 * Ends what earlier clusters left behind in the system's temporary folder, and in `directory`: only where the owner is
 * surely dead, that is, its id is free or has passed to a process with another start time.
 */
export async function sweepStaleScratch(directory?: string): Promise<void> {
  const siblings = readdirSync(tmpdir()).filter((name) => name.startsWith(scratchPrefix));
  const candidates = siblings.map((name) => join(tmpdir(), name));
  for (const root of directory === undefined ? candidates : [...candidates, directory]) {
    const owner = readOwner(root);
    if (owner && !isAlive(owner)) await sweep(scratchPaths(root), owner);
  }
}

async function sweep(paths: ScratchPaths, { kubeconfig, mark }: ScratchOwner): Promise<void> {
  killRecordedGroups(paths.processGroups);
  killEscapedProcesses(paths.pods);
  if (mark !== undefined && !isMarked(process.pid, mark)) killMarkedProcesses(mark);
  if (kubeconfig) removeKubeconfig(kubeconfig);
  await removeTree(paths.root);
}

function isAlive({ pid, startTime }: ScratchOwner): boolean {
  const observed = processStartTime(pid);
  return observed !== undefined && observed === startTime;
}

/**
 * Undefined when the folder is not ours: another user's record orders no deletion here, and neither does one
 * behind a link, or anything but a file.
 */
function readOwner(root: string): ScratchOwner | undefined {
  try {
    const found = lstatSync(root);
    if (!found.isDirectory() || found.uid !== process.getuid?.()) return undefined;
    return JSON.parse(readRegularFile(join(root, ownerFile), mostOwnerBytes).toString()) as ScratchOwner;
  } catch {
    return undefined;
  }
}
