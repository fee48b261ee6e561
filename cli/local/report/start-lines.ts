import { ANNOTATION_STAND_IN } from '../../../api/labels.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { listed, oneLine } from '../../../packages/kubernetes-conventions/sentence.js';
import { labelled } from '../../output/wrap.js';
import { followedRuns } from '../follow/followed-run.js';
import { places } from '../machine/places.js';
import { isAgent, isTask, isTaskRun } from '../object-kinds.js';
import { runKinds } from './hints.js';

const noSandbox = 'no sandbox: agents run as you, with your files and your network; run only programs that you trust';
const noImages = 'no image is pulled: steps run with the programs of this machine';

/** What is worth knowing before the first task starts, and an empty line. */
export function startLines(objects: readonly KubernetesObject[], width: number): string[] {
  const standIns = objects.flatMap(({ metadata }) => metadata.annotations?.[ANNOTATION_STAND_IN] ?? []);
  return [
    // Shown at every start: what runs here is not confined.
    ...labelled('note', noSandbox, width),
    ...(objects.some(hasSteps) ? labelled('note', noImages, width) : []),
    ...[...new Set(standIns)].flatMap((text) => labelled('stand-in', text, width)),
    'kubectl   in another terminal, until this command ends:',
    `          kubectl --kubeconfig ${places.kubeconfig} get ${kindsIn(objects)} -A`,
    '',
  ];
}

const hasSteps = (object: KubernetesObject): boolean =>
  (isTask(object) && object.spec.steps !== undefined) ||
  (isTaskRun(object) && object.spec.taskSpec?.steps !== undefined);

function kindsIn(objects: readonly KubernetesObject[]): string {
  if (objects.some(({ kind }) => kind === 'AgentBuild')) return 'agentbuilds,agents';
  const runs = followedRuns(objects);
  return runs.length === 0 && objects.some(isAgent) ? 'agents' : runKinds(runs);
}

/** One line for each kind that this cluster does not have. */
export function skippedLines(skipped: readonly KubernetesObject[]): string[] {
  const kinds = new Map<string, string[]>();
  for (const { apiVersion, kind, metadata } of skipped) {
    const of = oneLine(`${kind} (${apiVersion})`);
    kinds.set(of, [...(kinds.get(of) ?? []), metadata.name]);
  }
  return [...kinds].map(([of, names]) => `skipped   ${of}, which this cluster does not have: ${listed(names, 200)}`);
}
