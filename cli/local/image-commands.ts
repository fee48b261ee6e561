import { commandOfImage, type ImageFolders } from '../../packages/embedded-cluster/stand-in/run-image.js';
import { DEFAULT_FETCH_IMAGE } from '../../plan/context/http-context.js';
import { DEFAULT_AGENT_IMAGE } from '../../plan/pod/pod-template.js';
import type { DemoOptions } from './options.js';

export const EXAMPLE_AGENT_IMAGE = 'ghcr.io/kubetask/replace-agent:v0.1.0';

/** The one of `examples/hello-agent.yaml`. */
const HELLO_AGENT_IMAGE = 'ghcr.io/kubetask/hello-agent:v0.1.0';

const shell = (command: string): readonly string[] => ['/bin/sh', '-c', command];

/**
 * The command that runs for an image without one: `--image` for that image, else the image's own if it was pushed
 * here, else `--agent`, else the agents of this repository for their own images. Undefined for any other image:
 * nothing is guessed.
 */
export function imageCommands(
  { agent, image }: Pick<DemoOptions, 'agent' | 'image'>,
  root: string,
  images: ImageFolders,
) {
  const own = new Map([
    [EXAMPLE_AGENT_IMAGE, ['/bin/sh', `${root}/examples/agents/replace-agent/agent.sh`]],
    [HELLO_AGENT_IMAGE, ['node', `${root}/examples/agents/hello-agent/agent.mjs`]],
    [DEFAULT_FETCH_IMAGE, ['node', `${root}/images/fetch/fetch.mjs`]],
    [DEFAULT_AGENT_IMAGE, ['/bin/sh', `${root}/images/echo-agent/echo-agent.sh`]],
  ]);
  return (name: string, hasArgs: boolean): readonly string[] | undefined => {
    const named = image[name];
    if (named !== undefined) return shell(named);
    const stored = commandOfImage(images, name, hasArgs);
    if (stored !== undefined) return stored;
    return agent === undefined || name === DEFAULT_FETCH_IMAGE ? own.get(name) : shell(agent);
  };
}
