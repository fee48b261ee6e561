import { createHash } from 'node:crypto';

const longest = 63;
const hashLength = 32;
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/**
 * The name of what a run makes: `parent` and `suffix`, of at most 63 characters.
 *
 * @source knative.dev/pkg: kmeta.ChildName, by which Tekton names TaskRuns and Pods
 */
export function childName(parent: string, suffix: string): string {
  if (parent.length + suffix.length <= longest) return `${parent}${suffix}`;
  const room = longest - hashLength - suffix.length;
  if (room > 0) return `${parent.slice(0, room)}${md5(parent)}${suffix}`;
  return `${parent.slice(0, longest - hashLength)}${md5(`${parent}${suffix}`)}`;
}
