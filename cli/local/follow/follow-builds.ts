import type { Agent, AgentBuild } from '../../../api/generated/kinds.js';
import { agents } from '../../../api/kinds/agent.js';
import { agentBuilds } from '../../../api/kinds/agent-build.js';
import { tektonTaskRuns } from '../../../api/kinds/tekton.js';
import { LABEL_AGENT_BUILD } from '../../../api/labels.js';
import { Reflector } from '../../../packages/kubernetes-client/cache/reflector.js';
import type { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { keyOf } from '../../../packages/kubernetes-conventions/object-key.js';
import type { Resource } from '../../../packages/kubernetes-conventions/resource.js';
import { isBuild } from '../object-kinds.js';
import { type BuildTask, type FollowedBuild, isSettled } from './followed-build.js';
import type { Progress } from './progress.js';

const REDRAW_MILLISECONDS = 250;

/**
 * Watches the AgentBuilds among `objects` until each has come to its end, with the Agent that it deploys, or is deleted,
 * or `signal` aborts, and shows how it goes.
 * @returns them as last observed, in the order of `objects`; empty when there are none
 */
export async function followBuilds(
  transport: Transport,
  objects: readonly KubernetesObject[],
  progress: Progress<FollowedBuild>,
  signal: AbortSignal,
): Promise<FollowedBuild[]> {
  const wanted = objects.filter(isBuild);
  if (wanted.length === 0) return [];
  const seen = new Map(wanted.map((build) => [`AgentBuild ${keyOf(build)}`, build as KubernetesObject]));
  const gone = new Set<string>();
  const isDone = (one: FollowedBuild) => isSettled(one) || gone.has(one.build.metadata.uid ?? '');
  const followed = () => wanted.map((build) => assemble(build, seen));
  const show = () => progress.show(followed());
  const reflectors: Reflector<KubernetesObject>[] = [];
  const redraw = setInterval(show, REDRAW_MILLISECONDS);
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
    const note = (type: string, object: KubernetesObject) => {
      if (type === 'deleted') gone.add(object.metadata.uid ?? '');
      else seen.set(`${object.kind} ${keyOf(object)}`, object);
      show();
      if (followed().every(isDone)) resolve();
    };
    for (const selection of selections) reflectors.push(watch(transport, selection, note));
  });
  clearInterval(redraw);
  progress.end();
  await Promise.all(reflectors.map((reflector) => reflector.stop()));
  return followed();
}

interface Watched {
  readonly resource: Resource;
  readonly labelSelector?: string;
}

const selections: readonly Watched[] = [
  { resource: agentBuilds },
  { resource: tektonTaskRuns, labelSelector: LABEL_AGENT_BUILD },
  { resource: agents, labelSelector: LABEL_AGENT_BUILD },
];

function watch(transport: Transport, selection: Watched, note: (type: string, object: KubernetesObject) => void) {
  const reflector = new Reflector<KubernetesObject>({
    transport,
    ...selection,
    project: (object) => ({ ...object, kind: selection.resource.kind }),
    onChange: ({ type, object }) => note(type, object),
  });
  reflector.start();
  return reflector;
}

function assemble(wanted: AgentBuild, seen: ReadonlyMap<string, KubernetesObject>): FollowedBuild {
  const { namespace } = wanted.metadata;
  const keyIn = (name: string) => keyOf({ metadata: { name, ...(namespace ? { namespace } : {}) } });
  const build = seen.get(`AgentBuild ${keyOf(wanted)}`) as AgentBuild;
  const { pipelineRunName = '', agentName } = build.status ?? {};
  const agent = agentName === undefined ? undefined : (seen.get(`Agent ${keyIn(agentName)}`) as Agent | undefined);
  const tasks = ([...seen.values()] as BuildTask[]).filter(
    ({ kind, metadata }) =>
      kind === 'TaskRun' &&
      metadata.namespace === namespace &&
      metadata.ownerReferences?.some(({ name }) => name === pipelineRunName),
  );
  return { build, tasks, ...(agent ? { agent } : {}) };
}
