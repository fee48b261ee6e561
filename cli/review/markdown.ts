import type {
  Cause,
  ImmutableChange,
  NewAuthority,
  ObjectReview,
  PlanReview,
  RunReview,
} from '../../plan/review/plan-review.js';
import { LimitedLines } from './limited-lines.js';
import { codeBlock, codeSpan } from './markdown-quote.js';
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
  workloadText,
} from './words.js';

/** By which a workflow finds its comment. */
export const commentMark = '<!-- kubetask-plan-review -->';

/** GitHub takes 65,536. */
const mostCharacters = 65_000;
const reserve = 1_000;
/** Texts may take what leaves room for names, and names what leaves room for other objects. */
const roomBehindTexts = 25_000;
const roomBehindTasks = 10_000;
const mostTasks = 100;
const mostCauses = 50;
const mostTextLines = 150;
const mostNames = 50;
const mostObjects = 100;

/**
 * The report as a comment of a pull request. What comes from repositories is in code spans and code blocks: it cannot become a
 * link, a mention or HTML. What weighs most comes first, since the end may be left out.
 */
export function markdown(review: PlanReview): string {
  const page = new LimitedLines(mostCharacters, reserve);
  const base = baseText(review, codeSpan);
  page.add([commentMark, '### What this change does', '', headline(review), '', `Compared with ${base}.`], 'headings');
  addAuthority(page, review.authority);
  addImmutables(page, review.immutables);
  for (const run of review.runs) addRun(page, run);
  addObjects(page, review.objects);
  const leftOut = page.leftOut();
  const note =
    leftOut === ''
      ? []
      : ['', `**Left out here: ${leftOut}.** \`kubectl task plan\` with \`-o json\` lists everything.`];
  return page.text(note);
}

const headline = (review: PlanReview): string =>
  review.hasChanges ? totalText(review, (text) => `**${text}**`) : '**Nothing changes.**';

function addRun(page: LimitedLines, run: RunReview): void {
  const before = run.before !== undefined && run.before !== run.name ? `, after ${codeSpan(run.before)}` : '';
  const notes = outcomes.flatMap((outcome) => (run.counts[outcome] > 0 ? (outcomeNotes[outcome] ?? []) : []));
  const facts = [
    `- ${countsText(run.counts)}`,
    ...(run.workload.pods > 0 ? [`- ${workloadText(run.workload, codeSpan)}`] : []),
    ...(run.estimate ? [`- ${estimateText(run.estimate, codeSpan)}`] : []),
    ...notes.map((note) => `- ${note}`),
  ];
  if (!page.add(['', `#### ${capital(runTitle(run, codeSpan))}${before}`, '', ...facts], 'runs')) return;
  if (run.causes.length > 0) page.add(['', 'Because of:', ''], 'headings');
  for (const cause of run.causes.slice(0, mostCauses)) addCause(page, cause, run);
  page.leaveOut('causes', run.causes.length - mostCauses);
  addTasks(page, run);
}

const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

function addCause(page: LimitedLines, cause: Cause, { tasks }: RunReview): void {
  const count = tasks.length > 1 ? ` (${plural(cause.tasks, 'task')})` : '';
  if (!page.add([`- ${causeText(cause, codeSpan)}${count}`], 'causes') || !cause.text) return;
  const { lines } = cause.text;
  const shown = lines.slice(0, mostTextLines);
  const block = ['', ...codeBlock(shown, 'diff').map((line) => `  ${line}`), ''];
  const isWhole = page.add(block, 'lines of texts', lines.length, roomBehindTexts);
  if (isWhole) page.leaveOut('lines of texts', lines.length - shown.length);
}

function addTasks(page: LimitedLines, { tasks }: RunReview): void {
  for (const outcome of outcomes) {
    const of = tasks.filter((task) => task.outcome === outcome);
    if (of.length === 0) continue;
    const names = of.slice(0, mostTasks).map(({ name }) => codeSpan(name));
    const title = `<summary>${plural(of.length, 'task')} ${outcomeWords[outcome]}</summary>`;
    const isWhole = page.add(
      ['', `<details>${title}`, '', names.join(', '), '', '</details>'],
      'tasks',
      of.length,
      roomBehindTasks,
    );
    if (isWhole) page.leaveOut('tasks', of.length - names.length);
  }
}

function addAuthority(
  page: LimitedLines,
  { images, secrets, serviceAccounts, tokenAudiences, podSecurity }: NewAuthority,
): void {
  const named = (kind: string, names: NewAuthority['secrets']) =>
    names.map(({ name, namespace, object }) => [
      `- ${kind} ${codeSpan(namespace === undefined ? name : `${namespace}/${name}`)}, in ${codeSpan(object)}`,
    ]);
  const levels = podSecurity.map(({ level, namespace, object, reasons }) => [
    `- Pod Security ${level === 'restricted' ? level : `**${level}**`}${namespace === undefined ? '' : ` in ${codeSpan(namespace)}`}, needed by ${codeSpan(object)}`,
    ...reasons.map((reason) => `  - ${codeSpan(reason)}`),
  ]);
  const entries = [
    ...levels,
    ...named('image', images),
    ...named('Secret', secrets),
    ...named('ServiceAccount', serviceAccounts),
    ...named('token for', tokenAudiences),
  ];
  addSection(page, 'May use for the first time', entries, 'new names', mostNames);
}

function addImmutables(page: LimitedLines, immutables: readonly ImmutableChange[]): void {
  const entries = immutables.map(({ outcome, kind, fields, count, objects }) => {
    const words = outcome === 'Refused' ? '**refused by the API server**' : 'replaced: deleted and created again';
    const more = count > objects.length ? `, … and ${count - objects.length} more` : '';
    const where = `${fields.map(codeSpan).join(', ')} of ${objects.map(codeSpan).join(', ')}${more}`;
    return [`- ${count} ${codeSpan(kind)} ${words}: ${where}`];
  });
  addSection(page, 'Objects whose changed fields no update may change', entries, 'immutable objects', mostNames);
}

function addObjects(page: LimitedLines, objects: readonly ObjectReview[]): void {
  const words = { Create: 'create', Change: 'change', Remove: 'remove' } as const;
  const entries = objects.map(({ action, kind, namespace, name, fields }) => [
    `- ${words[action]} ${codeSpan(kind)} ${codeSpan(namespace === undefined ? name : `${namespace}/${name}`)}`,
    ...fields.map(({ path, ...change }) => `  - ${codeSpan(path)}: ${changeText(change, codeSpan)}`),
  ]);
  addSection(page, 'Other objects', entries, 'objects', mostObjects);
}

function addSection(page: LimitedLines, title: string, entries: readonly string[][], name: string, most: number): void {
  if (entries.length === 0) return;
  const hasRoom = page.add(['', `#### ${title}`, ''], 'headings');
  const shown = hasRoom ? entries.slice(0, most) : [];
  for (const entry of shown) page.add(entry, name);
  page.leaveOut(name, entries.length - shown.length);
}
