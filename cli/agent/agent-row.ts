import type { Agent } from '../../api/generated/kinds.js';
import { ageText } from '../output/age-text.js';
import type { Column } from '../output/table.js';
import type { Style } from '../output/terminal.js';
import { type Creation, creationOf } from '../run/creation-order.js';

/** What a list keeps of an agent. */
export interface AgentRow extends Creation {
  readonly namespace: string;
  /** `agent/x`. */
  readonly name: string;
  /** `True` or `False`; empty before the reconciler's first look. */
  readonly ready: string;
  /** `2/2`: Pods that are ready, of those there are. */
  readonly pods: string;
  readonly reason: string;
  readonly image: string;
  readonly url: string;
}

export function agentRow({ metadata, spec, status = {} }: Agent): AgentRow {
  const ready = status.conditions?.find(({ type }) => type === 'Ready');
  const { readyReplicas = 0, replicas = 0 } = status;
  return {
    namespace: metadata.namespace ?? '',
    name: `agent/${metadata.name}`,
    ready: ready?.status ?? '',
    pods: ready ? `${readyReplicas}/${replicas}` : '',
    reason: ready?.reason ?? '',
    image: spec.image,
    url: status.url ?? '',
    ...creationOf(metadata),
  };
}

export interface AgentColumnOptions {
  readonly isWide: boolean;
  readonly hasNamespace: boolean;
}

export const agentColumns = ({ isWide, hasNamespace }: AgentColumnOptions, now: number): Column<AgentRow>[] => [
  ...(hasNamespace ? [{ title: 'NAMESPACE', text: ({ namespace }: AgentRow) => namespace }] : []),
  { title: 'NAME', text: ({ name }) => name },
  { title: 'READY', text: ({ ready }) => ready, style: ({ ready }) => readyStyle(ready) },
  { title: 'PODS', text: ({ pods }) => pods },
  { title: 'REASON', text: ({ reason }) => reason },
  { title: 'AGE', text: ({ created }) => ageText(created, now) },
  ...(isWide ? [{ title: 'IMAGE', text: ({ image }: AgentRow) => image }] : []),
  { title: 'URL', text: ({ url }) => url },
];

/** The colour of the Ready condition, the same in every command. */
export const readyStyle = (status: string): Style | undefined => (status === 'True' ? 'green' : 'yellow');
