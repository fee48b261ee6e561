import type { Agent } from '../../api/generated/kinds.js';
import { agent } from '../../api/kinds/agent.js';
import { cellsOf, columnsOf, type Row } from '../output/printer-columns.js';
import type { Column } from '../output/table.js';
import { namespaceColumns, type Shown, tableView } from '../output/table-view.js';
import { byCreation, type Creation, creationOf } from '../run/creation-order.js';

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

/** The columns of `kubectl get`. */
export const agentColumns = (shown: Shown, now: number): Column<AgentRow>[] => [
  ...namespaceColumns<AgentRow>(shown),
  { title: 'NAME', text: ({ name }) => name },
  ...columnsOf([agent], shown.isWide, now),
];

/** Agents. They have no phase. */
export const agentTable = tableView<AgentRow>({
  rowOf: (object) => agentRow(object as Agent),
  columns: agentColumns,
  dispensable: ['IMAGE'],
  order: byCreation,
  isWatched: true,
});
