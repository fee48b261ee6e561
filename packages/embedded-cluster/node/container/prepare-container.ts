import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Container, Pod } from '../../objects.js';
import { replaceFile } from '../../regular-file.js';
import type { ProcessSpec } from '../processes/spawn-in-group.js';
import type { ScratchPaths } from '../scratch/scratch.js';
import type { VolumeFolders } from '../volumes/mount-volumes.js';
import { type CommandForImage, containerCommand } from './container-command.js';
import { containerEnv, type References } from './container-env.js';
import { containerMounts } from './container-mounts.js';
import { buildContainerRoot } from './container-root.js';
import { mapPaths, type PathMapping } from './path-map.js';
import { processEnv } from './process-env.js';

/** @source kubernetes: TerminationMessagePathDefault */
const defaultTerminationMessagePath = '/dev/termination-log';

/** The image would have to be pulled, and here nothing stands for it. */
export class ImageNotMapped extends Error {
  override readonly name = 'ImageNotMapped';
}

export interface PreparedContainer extends ProcessSpec {
  /** Where the process leaves its termination message, and what it calls that place. */
  readonly terminationMessage: { readonly file: string; readonly path: string };
  /** Where its mounts are on this machine. */
  readonly mappings: readonly PathMapping[];
  /** Its own root folder, in which its mounts are links. */
  readonly root: string;
}

export interface Preparation {
  readonly pod: Pod;
  readonly container: Container;
  readonly folders: VolumeFolders;
  readonly scratch: ScratchPaths;
  readonly references: References;
  readonly commandForImage: CommandForImage;
  /** The `PATH` of this machine. */
  readonly hostPath: string;
}

/**
 * Everything a container needs before its process starts: environment, mounts, a private root that is also its default
 * working directory, and its command.
 *
 * @throws ImageNotMapped, then UnresolvedReference, then Error for mounts that cannot be made
 */
export function prepareContainer(preparation: Preparation): PreparedContainer {
  const { pod, container, scratch, hostPath } = preparation;
  assertHasCommand(preparation);
  const env = containerEnv(pod, container, preparation.references);
  const directory = containerDirectory(scratch, pod, container);
  const temporary = join(directory, 'tmp');
  mkdirSync(temporary, { recursive: true, mode: 0o700 });
  const messagePath = container.terminationMessagePath || defaultTerminationMessagePath;
  const mounts = [
    ...containerMounts(container, preparation.folders, env),
    { mountPath: messagePath, source: emptyFile(join(directory, 'termination-message')) },
  ];
  const mappings = buildContainerRoot(directory, scratch.root, mounts);
  const root = join(directory, 'root');
  const privateFolders = { home: root, temporary: targetOf('/tmp', mappings) ?? temporary };
  return {
    argv: containerCommand(container, preparation.commandForImage, env, mappings) ?? [],
    env: processEnv(env, mappings, privateFolders, hostPath),
    cwd: workingDirectory(container, root, mappings),
    terminationMessage: { file: targetOf(messagePath, mappings) ?? '', path: messagePath },
    mappings,
    root,
  };
}

export function containerDirectory({ pods }: ScratchPaths, { metadata }: Pod, { name }: Container): string {
  return join(pods, metadata.uid ?? '', 'containers', name);
}

function assertHasCommand({ container, commandForImage }: Preparation): void {
  const { image = '', command = [], args = [] } = container;
  if (command.length > 0 || commandForImage(image, args.length > 0)) return;
  throw new ImageNotMapped(
    `the embedded cluster pulls no images, and no command of this machine stands for "${image}"; ` +
      "name one with --agent 'command', or give the container a command",
  );
}

function emptyFile(path: string): string {
  replaceFile(path, '');
  return path;
}

function targetOf(path: string, mappings: readonly PathMapping[]): string | undefined {
  return mappings.find((mapping) => mapping.path === path)?.target;
}

/** A working directory outside every mount lies in the private root: an image's own folders do not exist here. */
function workingDirectory({ workingDir = '/' }: Container, root: string, mappings: readonly PathMapping[]): string {
  const mapped = mapPaths(workingDir, mappings);
  const directory = mapped === workingDir ? join(root, workingDir) : mapped;
  mkdirSync(directory, { recursive: true });
  return directory;
}
