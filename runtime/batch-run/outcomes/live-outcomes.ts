import { configMaps } from '../../../api/kinds/kubernetes.js';
import { isApiError } from '../../../packages/kubernetes-client/transport/api-error.js';
import type { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import { objectPath } from '../../../packages/kubernetes-conventions/resource.js';
import type { ObservedBatchRun, ObservedConfigMap } from '../observed.js';
import { projectConfigMap } from '../projections.js';
import type { OutcomeMemory } from './outcome-memory.js';

type Outcomes = Pick<ObservedBatchRun, 'children' | 'outcomes'>;

/**
 * What a pass observed, with the ConfigMaps that do not match the status as the API server has them now: right after a
 * restart, the watch of ConfigMaps may be behind the status. A version that was compared once is not read again.
 *
 * @throws ApiError when the API server does not say
 */
export async function withLiveOutcomes(
  transport: Pick<Transport, 'request'>,
  { parent: run, children, outcomes }: Pick<ObservedBatchRun, 'parent' | 'children' | 'outcomes'>,
  memory: OutcomeMemory,
): Promise<Outcomes> {
  const { namespace = '', uid = '' } = run.metadata;
  const cached = new Map(children.filter(isConfigMap).map((configMap) => [configMap.metadata.name, configMap]));
  const versionOf = (name: string) => cached.get(name)?.metadata.resourceVersion;
  const doubtful = outcomes.doubtful.filter((name) => !memory.isCompared(uid, name, versionOf(name)));
  if (doubtful.length === 0) return { children, outcomes };
  const live = new Map<string, ObservedConfigMap>();
  for (const name of doubtful) {
    const found = await read(transport, namespace, name);
    if (found) live.set(name, found);
    if (found?.metadata.resourceVersion === versionOf(name)) memory.noteCompared(uid, name, versionOf(name));
  }
  const isRead = new Set(doubtful);
  const others = children.filter((child) => !(isConfigMap(child) && isRead.has(child.metadata.name)));
  const known = [...others, ...live.values()];
  return { children: known, outcomes: memory.prove(run, known.filter(isConfigMap)) };
}

const isConfigMap = (child: ObservedBatchRun['children'][number]): child is ObservedConfigMap =>
  child.kind === 'ConfigMap';

async function read(
  transport: Pick<Transport, 'request'>,
  namespace: string,
  name: string,
): Promise<ObservedConfigMap | undefined> {
  try {
    const path = objectPath(configMaps, namespace, name);
    return projectConfigMap(await transport.request<ObservedConfigMap>({ method: 'GET', path }));
  } catch (error) {
    if (isApiError(error, 'NotFound')) return undefined;
    throw error;
  }
}
