import type { LocalPlan } from '../../../executors/planned/plan-local.js';
import { didYouMean } from '../../../plan/text/did-you-mean.js';
import { UserError } from '../../errors/user-error.js';

/** Commands for images that no container of the task has would have no effect. @throws UserError */
export function refuseUnusedImages({ pod, name }: LocalPlan, commands: Readonly<Record<string, string>>): void {
  const { initContainers = [], containers } = pod.spec;
  const images = [...new Set([...initContainers, ...containers].flatMap(({ image }) => image ?? []))];
  const unused = Object.keys(commands).find((image) => !images.includes(image));
  if (unused === undefined) return;
  throw new UserError(`Cannot use --image ${unused}=...: no container of ${name} has this image`, [
    didYouMean(unused, images) ?? `its images are: ${images.join(', ')}`,
  ]);
}
