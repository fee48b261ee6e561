import type { Agent } from '../../api/generated/kinds.js';
import { agent } from '../../api/kinds/agent.js';
import { cellsOf, columnsOf, type Row } from '../output/printer-columns.js';
import type { Column } from '../output/table.js';
import { type Creation, creationOf } from '../run/creation-order.js';

/** What a list keeps of an agent. */
export interface AgentRow extends Creation, Row {
  readonly namespace: string;
  /** `agent/x`. */
  readonly name: string;
}

export const agentRow = (observed: Agent): AgentRow => ({
  namespace: observed.metadata.namespace ?? '',
  name: `agent/${observed.metadata.name}`,
  cells: cellsOf(observed),
  ...creationOf(observed.metadata),
});

export interface AgentColumnOptions {
  readonly isWide: boolean;
  readonly hasNamespace: boolean;
}

/** The columns of `kubectl get`. */
export const agentColumns = ({ isWide, hasNamespace }: AgentColumnOptions, now: number): Column<AgentRow>[] => [
  ...(hasNamespace ? [{ title: 'NAMESPACE', text: ({ namespace }: AgentRow) => namespace }] : []),
  { title: 'NAME', text: ({ name }) => name },
  ...columnsOf([agent], isWide, now),
];
