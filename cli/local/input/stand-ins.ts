import { AGENT_CONTAINER } from '../../../api/containers.js';
import { ANNOTATION_STAND_IN } from '../../../api/labels.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { DEFAULT_AGENT_IMAGE } from '../../../plan/pod/pod-template.js';
import type { PlannedRun } from '../../plan/planned-run.js';
import { plannedRuns } from '../../plan/planned-runs.js';
import type { ImageCommands } from '../machine/image-commands.js';
import { isRun, isTaskRun } from '../object-kinds.js';
import { type Container, containersOf } from './containers.js';

const echoAgent = 'the echo agent runs: it prints its contexts and changes nothing';

interface Given {
  /** The commands as the person wrote them. */
  readonly commands: ImageCommands;
  /** Whether the model of the preset is a stub. */
  readonly hasStub: boolean;
}

/** The objects, where runs say in an annotation what runs instead of their agent. Pure. */
export function withStandIns(objects: readonly KubernetesObject[], given: Given): KubernetesObject[] {
  const planned = plannedRuns(objects).filter(({ isReal }) => isReal);
  return objects.map((object) => {
    if (!isRun(object) && !isTaskRun(object)) return object;
    const text = standInText(
      planned.find((run) => isOf(run, object)),
      given,
    );
    return text === '' ? object : annotated(object, text);
  });
}

const isOf = ({ name, namespace }: PlannedRun, { kind, metadata }: KubernetesObject): boolean =>
  name === `${kind.toLowerCase()}/${metadata.name}` && (metadata.namespace ?? namespace) === namespace;

function standInText(run: PlannedRun | undefined, { commands, hasStub }: Given): string {
  const agent = run && agentContainer(run);
  if (!agent) return '';
  if ((agent.command ?? []).length > 0)
    return hasStub ? 'the model is a stub, which gives one answer to everything' : '';
  const { image = '' } = agent;
  const command = commands.images[image] ?? commands.agent;
  // Files that name no agent have only that of the command line.
  if (image === DEFAULT_AGENT_IMAGE) return command === undefined ? echoAgent : '';
  return command === undefined ? '' : `${command} runs instead of the image ${image}`;
}

/** All tasks of a run have the same agent. */
function agentContainer(run: PlannedRun): Container | undefined {
  for (const object of run.objects()) {
    const agent = containersOf(object).find(({ name }) => name === AGENT_CONTAINER);
    if (agent) return agent;
  }
  return undefined;
}

function annotated(object: KubernetesObject, text: string): KubernetesObject {
  const { metadata } = object;
  return {
    ...object,
    metadata: { ...metadata, annotations: { ...metadata.annotations, [ANNOTATION_STAND_IN]: text } },
  };
}
