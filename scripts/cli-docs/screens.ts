import { checkLines } from '../../cli/doctor/check-lines.js';
import { examineAccess, permissions } from '../../cli/doctor/examine-access.js';
import { examineController } from '../../cli/doctor/examine-controller.js';
import { examineCrds } from '../../cli/doctor/examine-crds.js';
import { examineTekton } from '../../cli/doctor/examine-tekton.js';
import { ownCrds } from '../../cli/doctor/own-crds.js';
import { endLines } from '../../cli/local/report/end-lines.js';
import { taskRowsOf } from '../../cli/local/report/result-rows.js';
import { resultTable } from '../../cli/local/report/result-table.js';
import { table } from '../../cli/output/table.js';
import type { Terminal } from '../../cli/output/terminal.js';
import { describeBatchRun } from '../../cli/run/describe-batch-run.js';
import { progressLines, progressRow } from '../../cli/run/progress-rows.js';
import { progressText } from '../../cli/run/progress-text.js';
import { resultColumns, totals } from '../../cli/run/result-rows.js';
import { runColumns, runRow, runTable } from '../../cli/run/run-row.js';
import { taskRows } from '../../cli/run/task-row.js';
import { checks, failedRun, now, runningRun } from './sample.js';

/** The output of a command, from the command's code. */
export interface Screen {
  readonly command: string;
  readonly lines: readonly string[];
}

const rows = taskRows(failedRun);

/** Every screen as a terminal shows it. */
export const screensOn = (terminal: Terminal): readonly Screen[] => [
  {
    command: 'kubectl task list',
    lines: table(
      runColumns({ isWide: false, hasNamespace: false }, now),
      [runningRun, failedRun].map(runRow),
      terminal,
      { dispensable: runTable.dispensable ?? [] },
    ),
  },
  { command: 'kubectl task describe @latest', lines: describeBatchRun(failedRun, rows, terminal, now) },
  { command: 'kubectl task results batch/update-deps', lines: table(resultColumns(now), rows, terminal) },
  {
    command: 'npx kubetask local -f batch.yaml --agent ./agent.sh',
    lines: [
      progressText(failedRun, terminal, now),
      ...progressLines(
        rows.map((row) => progressRow(row, now)),
        terminal,
        10,
        now,
      ),
      '',
      ...resultTable('NAME', taskRowsOf({ run: failedRun, batch: {} }, undefined, false), terminal, now),
      '',
      ...endLines(failedRun, totals(rows), terminal, now),
    ],
  },
  {
    command: 'kubectl task logs hello-run-m4wz8 -f',
    lines: ['[build] installing', '[build] done', '[test] 12 passed', 'taskrun/hello-run-m4wz8 Succeeded in 14s'],
  },
  { command: 'kubectl task doctor', lines: doctorLines(terminal) },
];

/** Without colors, as in a page. */
export const screens = screensOn({ columns: 100, rows: 40, isTty: true, paint: (_, text) => text });

function doctorLines(terminal: Terminal): string[] {
  const plurals = ownCrds().map(({ spec }) => spec.names.plural);
  const waiting = {
    kind: 'TaskRun',
    place: 'taskrun/hello-run-9xkd2 in default',
    created: '2026-03-02T08:59:10Z',
    generation: 1,
  };
  const all = [
    ...checks,
    examineCrds(ownCrds(), plurals, undefined),
    examineController([{ ...waiting, observedGeneration: -1 }], now),
    examineAccess(
      permissions.filter(({ verb }) => verb === 'patch'),
      'default',
    ),
    examineTekton([]),
  ];
  return checkLines(all, terminal);
}
