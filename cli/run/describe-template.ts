import type { Batch, ParamSpec, Step, Task } from '../../api/generated/kinds.js';
import { batchRun } from '../../api/kinds/batch-run.js';
import { taskRun } from '../../api/kinds/task-run.js';
import { taskLabel } from '../../plan/batch-run/task-label.js';
import { layeredContexts } from '../../plan/context/layered-contexts.js';
import { isNamed, listedTasks } from '../../plan/context/listed-task.js';
import { plannedRepositories } from '../../plan/context/repository.js';
import { ageText } from '../output/age-text.js';
import { fieldLines, section } from '../output/fields.js';
import { type Column, table } from '../output/table.js';
import type { Terminal } from '../output/terminal.js';
import { type RunRow, runColumns } from './run-row.js';

const indent = '  ';
const mostRuns = 10;
const mostTasks = 50;

/** A Batch or Task for people, with its latest runs. */
export function describeTemplate(
  template: Batch | Task,
  runs: readonly RunRow[],
  terminal: Terminal,
  now: number,
): string[] {
  const { name, namespace, creationTimestamp } = template.metadata;
  const kind = template.kind === 'Batch' ? batchRun : taskRun;
  const latest = runs.slice(0, mostRuns);
  const columns = runColumns({ isWide: false, hasNamespace: false, kinds: [kind] }, now);
  return [
    ...fieldLines([
      ['Name', `${template.kind.toLowerCase()}/${name}`],
      ['Namespace', namespace],
      ['Created', creationTimestamp && `${creationTimestamp} (${ageText(creationTimestamp, now)} ago)`],
      ['Workspace', template.spec.workspaceConfigRef],
    ]),
    ...(template.kind === 'Batch' ? batchLines(template, terminal) : taskLines(template, terminal)),
    ...section('Latest runs', table(columns, latest, terminal, { indent })),
  ];
}

function taskLines({ spec: { params = [], steps = [] } }: Task, terminal: Terminal): string[] {
  return [
    ...section('Params', table(paramColumns, params, terminal, { indent })),
    ...section('Steps', table(stepColumns, steps, terminal, { indent })),
  ];
}

const paramColumns: Column<ParamSpec>[] = [
  { title: 'NAME', text: ({ name }) => name },
  { title: 'DEFAULT', text: (param) => param.default ?? '(required)' },
  { title: 'DESCRIPTION', text: ({ description }) => description ?? '', optional: true },
];

const stepColumns: Column<Step>[] = [
  { title: 'STEP', text: ({ name }) => name ?? '' },
  { title: 'IMAGE', text: ({ image }) => image ?? '', optional: true },
  {
    title: 'COMMAND',
    text: ({ script, command = [], args = [] }) => script?.trim() ?? [...command, ...args].join(' '),
  },
];

function batchLines({ spec }: Batch, terminal: Terminal): string[] {
  const rows = listedTasks(spec).map((_, index) => ({
    index: isNamed(spec) ? taskLabel(spec, index) : String(index),
    repositories: plannedRepositories(layeredContexts(spec, {}, index)).map(({ url, branch }) => `${url} ${branch}`),
  }));
  if (rows.length === 0) return [];
  const more = rows.length > mostTasks ? [`${indent}… and ${rows.length - mostTasks} more`] : [];
  return section('Tasks', [...table(targetColumns, rows.slice(0, mostTasks), terminal, { indent }), ...more]);
}

const targetColumns: Column<{ readonly index: string; readonly repositories: readonly string[] }>[] = [
  { title: 'TASK', text: ({ index }) => index, align: 'right' },
  { title: 'REPOSITORY', text: ({ repositories }) => repositories.join(', ') },
];
