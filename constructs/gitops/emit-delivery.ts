import type { Construct } from 'constructs';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { checkObject } from '../../plan/manifest/object/checked-object.js';
import { objectProblems } from '../../plan/manifest/together/object-problems.js';
import { formatProblem } from '../../plan/problem.js';
import { emitObject } from '../emit-object.js';
import { FolderChart } from '../folder-chart.js';
import { reportProblems } from '../reported-problems.js';
import type { Delivered } from './delivery.js';
import { deliveryProblems } from './delivery-problems.js';

/** Folder of what brings the other folders to their clusters. */
export const gitopsFolder = 'gitops';

/**
 * Writes files with what Argo CD or Flux reads, and reports what is wrong with them.
 *
 * @param owner what a problem is attributed to, such as `GitopsKit kubetask`
 * @param files objects by the name of the file, without its extension
 */
export function emitDelivery(
  construct: Construct,
  owner: string,
  props: Delivered,
  files: Readonly<Record<string, readonly KubernetesObject[]>>,
): void {
  const objects = Object.values(files).flat();
  reportProblems(construct, () => [
    ...deliveryProblems(props).map((problem) => `${owner}: ${problem}`),
    ...objects.filter(isTooLong).map(({ kind, metadata: { name } }) => `${owner}: ${kind} ${name}: ${tooLong}`),
    ...objectProblems(objects.map(checkObject)).map(formatProblem),
  ]);
  for (const [file, own] of Object.entries(files)) {
    const chart = new FolderChart(construct, file, { folder: gitopsFolder, file });
    for (const object of own) emitObject(chart, `${object.kind} ${object.metadata.name}`, object);
  }
}

/** Flux labels everything that it applies with the name of the Kustomization. */
const isTooLong = ({ kind, metadata }: KubernetesObject): boolean =>
  kind === 'Kustomization' && metadata.name.length > MAX_LABEL_LENGTH;

const MAX_LABEL_LENGTH = 63;

const tooLong = `the name must have at most ${MAX_LABEL_LENGTH} characters, because it is a label of the applied objects; give a shorter id`;
