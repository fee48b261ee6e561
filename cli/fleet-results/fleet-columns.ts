import { phaseStyle } from '../output/phase-style.js';
import type { Column } from '../output/table.js';
import { resultColumns } from '../run/result-rows.js';
import type { TaskRow } from '../run/task-row.js';
import type { FleetRow } from './fleet-rows.js';

/** Columns of `results` that a fleet has otherwise. */
const own: ReadonlySet<string> = new Set(['TASK', 'NAME', 'PHASE', 'MESSAGE']);

/** The columns of `results`, with the cluster, for tasks that may be missing. */
export function fleetColumns(now: number): Column<FleetRow>[] {
  const columns = resultColumns(now);
  const message = columns.find(({ title }) => title === 'MESSAGE');
  return [
    { title: 'CLUSTER', text: ({ cluster }) => cluster },
    { title: 'NAME', text: ({ name }) => name },
    { title: 'PHASE', text: ({ phase }) => phase, style: ({ phase }) => styleOf(phase) },
    ...columns.filter(({ title }) => !own.has(title)).map(ofTask),
    {
      title: 'MESSAGE',
      text: ({ remark, task }) => [remark, task ? (message?.text(task) ?? '') : ''].filter(Boolean).join('; '),
      optional: true,
    },
  ];
}

const styleOf = (phase: FleetRow['phase']) => (phase === 'Missing' || phase === 'Unknown' ? 'red' : phaseStyle(phase));

function ofTask({ style: _, text, ...column }: Column<TaskRow>): Column<FleetRow> {
  return { ...column, text: ({ task }) => (task ? text(task) : '') };
}
