import type { V1Pod } from '@kubernetes/client-node';
import type { Agent } from '../../api/generated/kinds.js';
import { pods } from '../../api/kinds/kubernetes.js';
import type { Selection } from '../../packages/kubernetes-client/cache/selection.js';
import { agentSelectorText } from '../../plan/agent/labels.js';
import { ageText } from '../output/age-text.js';
import type { Column } from '../output/table.js';

/** The Pods of an agent, those of its old version among them. */
export const podsOfAgent = ({ metadata }: Agent): Selection => ({
  resource: pods,
  namespace: metadata.namespace,
  labelSelector: agentSelectorText(metadata),
});

/** What a description says of one Pod. */
export interface AgentPodRow {
  readonly name: string;
  readonly isReady: boolean;
  /** Why a container waits, else the Pod's phase. */
  readonly state: string;
  readonly restarts: number;
  readonly created: string;
}

export function agentPodRow({ metadata, status }: V1Pod): AgentPodRow {
  const containers = status?.containerStatuses ?? [];
  const [waiting] = containers.flatMap(({ state }) => state?.waiting?.reason ?? []);
  const isTerminating = metadata?.deletionTimestamp !== undefined;
  return {
    name: metadata?.name ?? '',
    isReady: status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false,
    state: isTerminating ? 'Terminating' : (waiting ?? status?.reason ?? status?.phase ?? ''),
    restarts: containers.reduce((sum, { restartCount }) => sum + restartCount, 0),
    created: String(metadata?.creationTimestamp ?? ''),
  };
}

export const agentPodColumns = (now: number): Column<AgentPodRow>[] => [
  { title: 'NAME', text: ({ name }) => name },
  { title: 'READY', text: ({ isReady }) => (isReady ? 'True' : 'False') },
  { title: 'STATUS', text: ({ state }) => state },
  { title: 'RESTARTS', text: ({ restarts }) => String(restarts), align: 'right' },
  { title: 'AGE', text: ({ created }) => ageText(created, now) },
];
