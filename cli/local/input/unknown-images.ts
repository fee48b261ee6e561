import { findImage } from '../../../packages/embedded-cluster/index.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { DEFAULT_FETCH_IMAGE } from '../../../plan/context/http-context.js';
import { DEFAULT_AGENT_IMAGE } from '../../../plan/pod/pod-template.js';
import { didYouMean } from '../../../plan/text/did-you-mean.js';
import { UserError } from '../../errors/user-error.js';
import { plannedRuns } from '../../plan/planned-runs.js';
import type { ImageCommands } from '../machine/image-commands.js';
import { containersOf } from './containers.js';

const own: ReadonlySet<string> = new Set([DEFAULT_AGENT_IMAGE, DEFAULT_FETCH_IMAGE]);

/** No image is pulled here, so a Pod that needs one would wait forever. @throws UserError that names all of them */
export function refuseUnknownImages(
  objects: readonly KubernetesObject[],
  { agent, images }: ImageCommands,
  registry: string,
): void {
  if (agent !== undefined) return;
  const isKnown = (image: string) =>
    own.has(image) || images[image] !== undefined || findImage(registry, image) !== undefined;
  const unknown = imagesWithoutCommand(objects).filter((image) => !isKnown(image));
  const [first] = unknown;
  if (first === undefined) return;
  throw new UserError(
    `Cannot run ${unknown.join(', ')}: images are not pulled on this machine, and no command replaces it`,
    [`--agent ./agent.sh replaces every image, --image ${first}=./agent.sh replaces this image`],
  );
}

/** Images of kubetask's examples, for which `npm start` always gives the commands. */
const EXAMPLES = 'ghcr.io/kubetask/';

/**
 * A command for an image that no container would start has no effect. Images that an AgentBuild pushes are not known yet, and
 * those of objects that are applied later, to a cluster that is kept, neither.
 *
 * @throws UserError that names the first
 */
export function refuseUnusedImages(
  objects: readonly KubernetesObject[],
  { images }: Pick<ImageCommands, 'images'>,
  keep: boolean | undefined,
): void {
  if (keep || objects.some(({ kind }) => kind === 'AgentBuild')) return;
  const used = imagesWithoutCommand(objects);
  const unused = Object.keys(images).find((image) => !used.includes(image) && !image.startsWith(EXAMPLES));
  if (unused === undefined) return;
  throw new UserError(`Cannot use --image ${unused}=...: no container without its own command has this image`, [
    didYouMean(unused, used) ?? `images without a command: ${used.join(', ') || 'none'}`,
  ]);
}

/** The images that the planned Pods run as they are, each once. */
function imagesWithoutCommand(objects: readonly KubernetesObject[]): string[] {
  const images = new Set<string>();
  const planned = plannedRuns(objects)
    .filter(({ isReal }) => isReal)
    .flatMap((run) => [...run.objects()]);
  for (const object of [...objects, ...planned])
    for (const { image = '', command = [] } of containersOf(object)) if (command.length === 0) images.add(image);
  return [...images];
}
