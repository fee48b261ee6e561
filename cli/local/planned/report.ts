import type { Difference } from '../../../executors/planned/differences.js';
import type { LocalPlan } from '../../../executors/planned/plan-local.js';
import type { PlannedExit } from '../../../executors/planned/run-planned.js';
import { duration } from '../../../packages/kubernetes-conventions/age.js';
import { oneLine } from '../../output/printable.js';
import { table } from '../../output/table.js';
import type { Style, Terminal } from '../../output/terminal.js';

/** What differs from the cluster, as a table. */
export const differenceLines = (differences: readonly Difference[], terminal: Terminal): string[] =>
  table(
    [
      { title: 'DIFFERENCE', text: ({ what }: Difference) => what },
      { title: 'IN THE CLUSTER', text: ({ cluster }) => cluster },
      { title: 'HERE', text: ({ here }) => here },
    ],
    differences,
    terminal,
    { indent: '  ' },
  );

/** `b-run-task-0 failed after 3s: exit code 1`. */
export function endLine({ name, timeoutSeconds }: LocalPlan, exit: PlannedExit, { paint }: Terminal): string {
  const { exitCode, durationMs, signal } = exit;
  const took = duration(durationMs);
  if (exitCode === 0) return paint('green', `${name} succeeded after ${took}`);
  const why =
    exitCode === 124 && timeoutSeconds !== undefined
      ? `: its deadline of ${duration(timeoutSeconds * 1000)} has passed`
      : '';
  return paint('red', `${name} failed after ${took}: exit code ${exitCode}${signal ? ` (${signal})` : ''}${why}`);
}

/** What the agent says of its work, a line for each field. */
export function resultLines({ result, remark }: PlannedExit['outcome']): string[] {
  const fields = Object.entries(result ?? {});
  if (fields.length === 0) return [remark ? `result: none; ${oneLine(remark)}` : 'result: none'];
  return [
    'result:',
    ...fields.map(([name, value]) => `  ${name}: ${oneLine(String(value))}`),
    ...(remark ? [`  note: ${oneLine(remark)}`] : []),
  ];
}

/** The diff of each folder that changed. */
export function changeLines(changes: PlannedExit['changes'], terminal: Terminal): string[] {
  if (!changes) return ['changes: unknown, since this machine has no git'];
  const changed = changes.filter(({ diff, leftOut = [] }) => diff !== '' || leftOut.length > 0);
  if (changed.length === 0) return ['changes: none'];
  return changed.flatMap(({ folder, diff, leftOut = [] }) => [
    `changes in ${folder === '.' ? 'the workspace' : folder}:`,
    ...diff
      .split('\n')
      .slice(0, -1)
      .map((line) => painted(line, terminal)),
    ...(leftOut.length > 0 ? [leftOutLine(leftOut)] : []),
  ]);
}

const mostNamed = 20;

/** `the diff is larger than 4 MiB: the changes of 2 files are left out: a.txt, b.txt`. */
function leftOutLine(paths: readonly string[]): string {
  const more = paths.length - mostNamed;
  const names = paths.slice(0, mostNamed).map(oneLine).join(', ') + (more > 0 ? ` and ${more} more` : '');
  const files = paths.length === 1 ? '1 file' : `${paths.length} files`;
  return `the diff is larger than 4 MiB, and the changes of ${files} are left out: ${names}; --keep leaves them on disk`;
}

const styles: readonly (readonly [RegExp, Style])[] = [
  [/^(diff |index |--- |\+\+\+ |(new|deleted) file |similarity |rename )/, 'bold'],
  [/^@@/, 'cyan'],
  [/^\+/, 'green'],
  [/^-/, 'red'],
];

function painted(line: string, { paint }: Terminal): string {
  const style = styles.find(([pattern]) => pattern.test(line))?.[1];
  return style ? paint(style, line) : line;
}
