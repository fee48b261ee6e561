import { commandOfImage, type ImageFolders } from '../../../packages/embedded-cluster/index.js';
import { DEFAULT_FETCH_IMAGE } from '../../../plan/context/http-context.js';
import { DEFAULT_AGENT_IMAGE } from '../../../plan/pod/pod-template.js';
import type { PackageFiles } from './package-files.js';

/** Shell commands that stand for images. */
export interface ImageCommands {
  /** For every image that has no command of its own. */
  readonly agent?: string | undefined;
  /** By image. */
  readonly images: Readonly<Record<string, string>>;
}

const shell = (command: string): readonly string[] => ['/bin/sh', '-c', command];

/**
 * The command that runs for an image without one: `--image` for that image, else the image's own if it was pushed
 * here, else `--agent`, else our own program for an image of ours. Undefined for any other image: nothing is guessed.
 */
export function commandFor(
  { agent, images }: ImageCommands,
  { echoAgent, fetch }: Pick<PackageFiles, 'echoAgent' | 'fetch'>,
  folders: ImageFolders,
) {
  const own = new Map([
    [DEFAULT_FETCH_IMAGE, [process.execPath, fetch]],
    [DEFAULT_AGENT_IMAGE, ['/bin/sh', echoAgent]],
  ]);
  return (name: string, hasArgs: boolean): readonly string[] | undefined => {
    const named = images[name];
    if (named !== undefined) return shell(named);
    const stored = commandOfImage(folders, name, hasArgs);
    if (stored !== undefined) return stored;
    return agent === undefined || name === DEFAULT_FETCH_IMAGE ? own.get(name) : shell(agent);
  };
}
