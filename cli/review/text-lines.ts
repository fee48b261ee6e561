import type {
  Cause,
  ImmutableChange,
  NewAuthority,
  ObjectReview,
  PlanReview,
  RunReview,
  TaskOutcome,
} from '../../plan/review/plan-review.js';
import { cut, oneLine } from '../output/printable.js';
import type { Style, Terminal } from '../output/terminal.js';
import { wrap } from '../output/wrap.js';
import {
  baseText,
  causeText,
  changeText,
  countsText,
  estimateText,
  outcomeNotes,
  outcomes,
  outcomeWords,
  plural,
  runTitle,
  totalText,
  visible,
  workloadText,
} from './words.js';

const mostTasks = 20;
const mostCauses = 20;
const mostLines = 40;
const mostObjects = 40;
const mostNames = 20;

const quote = (text: string): string => oneLine(visible(text));

/** The report for a terminal, or a pipe. */
export function textLines(review: PlanReview, terminal: Terminal): string[] {
  const page: Page = { terminal };
  return [
    `Compared with ${baseText(review, quote)}`,
    ...review.runs.flatMap((run) => ['', ...runLines(run, page)]),
    ...section('May use for the first time', authorityLines(review.authority, page), page),
    ...section(
      'Objects whose changed fields no update may change',
      review.immutables.flatMap((one) => immutableLines(one, page)),
      page,
    ),
    ...section(
      'Other objects',
      listed(review.objects, mostObjects, (one) => objectLines(one, page)),
      page,
    ),
    '',
    ...sentence(totalText(review), page),
  ];
}

interface Page {
  readonly terminal: Terminal;
}

const section = (title: string, lines: readonly string[], { terminal }: Page): string[] =>
  lines.length === 0 ? [] : ['', terminal.paint('bold', title), ...lines];

/** Wrapped to the terminal; later lines are indented by two more. */
function sentence(text: string, { terminal }: Page, indent = ''): string[] {
  const [first = '', ...rest] = wrap(text, Math.max(20, terminal.columns - indent.length - 2));
  return [`${indent}${first}`, ...rest.map((line) => `${indent}  ${line}`)];
}

function runLines(run: RunReview, page: Page): string[] {
  const { paint } = page.terminal;
  const before = run.before !== undefined && run.before !== run.name ? `, after ${quote(run.before)}` : '';
  const notes = outcomes.flatMap((outcome) => (run.counts[outcome] > 0 ? (outcomeNotes[outcome] ?? []) : []));
  return [
    ...wrap(`${runTitle(run, quote)}${before}`, page.terminal.columns).map((line) => paint('bold', line)),
    ...sentence(countsText(run.counts), page, '  '),
    ...notes.flatMap((note) => sentence(note, page, '  ').map((line) => paint('yellow', line))),
    ...listed(run.causes, mostCauses, (cause) => causeLines(cause, run, page)),
    ...taskLines(run, page),
    ...(run.workload.pods > 0 ? sentence(workloadText(run.workload, quote), page, '  ') : []),
    ...(run.estimate ? sentence(estimateText(run.estimate, quote), page, '  ') : []),
  ];
}

function listed<Value>(values: readonly Value[], most: number, lines: (value: Value) => string[]): string[] {
  const more = values.length > most ? [`  … and ${values.length - most} more`] : [];
  return [...values.slice(0, most).flatMap(lines), ...more];
}

function causeLines(cause: Cause, { tasks }: RunReview, page: Page): string[] {
  const { paint } = page.terminal;
  const head = sentence(
    `because of ${causeText(cause, quote)}${tasks.length > 1 ? ` (${plural(cause.tasks, 'task')})` : ''}`,
    page,
    '  ',
  );
  const all = cause.text?.lines ?? [];
  const lines = all.slice(0, mostLines).flatMap((line) => textLine(line, page));
  const more = all.length > mostLines ? [paint('dim', `      … and ${all.length - mostLines} more lines`)] : [];
  return [...head, ...lines, ...more];
}

/** Wrapped, since what a prompt says at its end counts as much. */
function textLine(line: string, { terminal: { paint, columns } }: Page): string[] {
  const styles: Readonly<Record<string, Style>> = { '+': 'green', '-': 'red' };
  const style = styles[line[0] ?? ''] ?? 'dim';
  const shown = oneLine(visible(line.replaceAll('\t', '    ')));
  return wrap(shown, Math.max(20, columns - 7)).map((part, i) => paint(style, `      ${i > 0 ? ' ' : ''}${part}`));
}

const marks: Readonly<Record<TaskOutcome, readonly [string, Style]>> = {
  Refused: ['!', 'red'],
  Added: ['+', 'green'],
  Rerun: ['~', 'yellow'],
  Replaced: ['~', 'yellow'],
  Held: ['=', 'yellow'],
  Dropped: ['-', 'red'],
  Reused: ['=', 'dim'],
  Unchanged: [' ', 'dim'],
};

/** The outcome of most tasks is said by the counts: each outcome names its first tasks. */
function taskLines({ tasks }: RunReview, page: Page): string[] {
  return outcomes.flatMap((outcome) => {
    const of = tasks.filter((task) => task.outcome === outcome);
    if (of.length === 0) return [];
    const [mark, style] = marks[outcome];
    const names = of
      .slice(0, mostTasks)
      .map((task) => quote(task.name))
      .join(', ');
    const more = of.length > mostTasks ? `, … and ${of.length - mostTasks} more` : '';
    const [first = '', ...rest] = sentence(`${mark} ${outcomeWords[outcome]}: ${names}${more}`, page, '  ');
    return [page.terminal.paint(style, first), ...rest.map((line) => page.terminal.paint(style, line))];
  });
}

function authorityLines(
  { images, secrets, serviceAccounts, tokenAudiences, podSecurity }: NewAuthority,
  page: Page,
): string[] {
  const named = (kind: string, names: NewAuthority['secrets']) =>
    listed(names, mostNames, ({ name, namespace, object }) =>
      sentence(
        `${kind} ${quote(namespace === undefined ? name : `${namespace}/${name}`)}, in ${quote(object)}`,
        page,
        '  ',
      ),
    );
  return [
    ...listed(podSecurity, mostNames, ({ level, namespace, object, reasons }) => [
      ...sentence(
        `Pod Security ${level}${namespace === undefined ? '' : ` in ${quote(namespace)}`}, needed by ${quote(object)}`,
        page,
        '  ',
      ),
      ...reasons.flatMap((reason) => sentence(quote(reason), page, '    ')),
    ]),
    ...named('image', images),
    ...named('Secret', secrets),
    ...named('ServiceAccount', serviceAccounts),
    ...named('token for', tokenAudiences),
  ];
}

function immutableLines({ outcome, kind, fields, count, objects }: ImmutableChange, page: Page): string[] {
  const words = outcome === 'Refused' ? 'refused by the API server' : 'replaced: deleted and created again';
  const more = count > objects.length ? `, … and ${count - objects.length} more` : '';
  const text = `${plural(count, kind)} ${words}: ${fields.map(quote).join(', ')} of ${objects.map(quote).join(', ')}${more}`;
  return sentence(text, page, '  ').map((line) => page.terminal.paint(outcome === 'Refused' ? 'red' : 'yellow', line));
}

function objectLines({ action, kind, namespace, name, fields }: ObjectReview, page: Page): string[] {
  const [mark, style] = ({ Create: ['+', 'green'], Change: ['~', 'yellow'], Remove: ['-', 'red'] } as const)[action];
  const place = namespace === undefined ? name : `${namespace}/${name}`;
  return [
    page.terminal.paint(style, cut(`  ${mark} ${quote(kind)} ${quote(place)}`, page.terminal.columns)),
    ...fields.flatMap(({ path, ...change }) =>
      sentence(`${quote(path)}: ${changeText(change, quote)}`, page, '      '),
    ),
  ];
}
