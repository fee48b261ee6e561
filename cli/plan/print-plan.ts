import { type Column, table } from '../output/table.js';
import type { Terminal } from '../output/terminal.js';
import type { PlannedPart, PlannedRun } from './planned-run.js';

const most = 20;

/** A planned run for people: what it is, what it would create, task by task. */
export function planLines(run: PlannedRun, terminal: Terminal): string[] {
  const { name, template, isReal, parts, url, builds } = run;
  const counts = new Map<string, number>();
  for (const { kind } of run.objects()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const created = [...counts].map(([kind, count]) => `${count} ${kind}${count === 1 ? '' : 's'}`).join(', ');
  const of = template ? ` of ${template}` : '';
  const title = isReal ? `${name}${of}` : `a run${of}, such as ${name}`;
  const shown = parts.slice(0, most);
  const more = parts.length > most ? [`  … and ${parts.length - most} more`] : [];
  return [
    `${terminal.paint('bold', title)} creates ${created}${url === undefined ? '' : `, reached at ${url}`}${builds === undefined ? '' : `, which builds ${builds}`}`,
    ...table(columns, shown, terminal, { indent: '  ' }),
    ...more,
  ];
}

const columns: Column<PlannedPart>[] = [
  { title: 'NAME', text: ({ name }) => name },
  { title: 'WORK', text: ({ work }) => work, optional: true },
];
