import type { Condition } from '../../api/generated/kinds.js';
import { ageText, durationText } from '../output/age-text.js';
import { fieldLines, section } from '../output/fields.js';
import { phaseStyle } from '../output/phase-style.js';
import { type Column, table } from '../output/table.js';
import type { Terminal } from '../output/terminal.js';
import { gitOwner } from './git-owner.js';
import { type Followed, isBuild, nameOf, runState, templateOf, wishesOf } from './run-state.js';

/** The first lines of all kinds of run. */
export function runFields(
  run: Followed,
  own: readonly (readonly [string, string | undefined])[],
  { paint }: Terminal,
  now: number,
): string[] {
  const state = runState(run);
  const { namespace, creationTimestamp, labels, annotations } = run.metadata;
  const style = phaseStyle(state.phase);
  const phase = style ? paint(style, state.phase) : state.phase;
  return fieldLines([
    ['Name', nameOf(run)],
    ['Namespace', namespace],
    [isBuild(run) ? 'Image' : 'Template', templateOf(run) || 'inline spec'],
    ['Created', creationTimestamp && `${creationTimestamp} (${ageText(creationTimestamp, now)} ago)`],
    ['Phase', [phase, whyText(state)].filter(Boolean).join('  ')],
    ['Duration', durationText(state, now)],
    ...own,
    ['Requested', requestedText(run)],
    ['From Git', gitOwner(run)],
    ['Labels', pairs(labels)],
    ['Annotations', pairs(annotations)],
  ]);
}

const whyText = ({ reason, message }: { readonly reason: string; readonly message: string }): string =>
  [reason, message].filter(Boolean).join(': ');

/** What was requested since the run was created. */
function requestedText(run: Followed): string {
  if (isBuild(run)) return '';
  const { suspend, cancel } = wishesOf(run);
  return [...(cancel ? ['cancelled'] : []), ...(suspend ? ['paused'] : [])].join(', ');
}

/** Labels or annotations on one line, without what kubectl keeps for itself. */
export const pairs = (record: Readonly<Record<string, string>> = {}): string =>
  Object.entries(record)
    .filter(([key]) => key !== 'kubectl.kubernetes.io/last-applied-configuration')
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');

const conditionColumns: Column<Condition>[] = [
  { title: 'TYPE', text: ({ type }) => type },
  { title: 'STATUS', text: ({ status }) => status },
  { title: 'REASON', text: ({ reason }) => reason },
  { title: 'MESSAGE', text: ({ message }) => message, optional: true },
];

/** The conditions, in the words of the reconciler. What stands beside the phase already is not said three times more. */
export const conditionLines = (run: Followed, terminal: Terminal): string[] =>
  conditionTable(run.status?.conditions ?? [], runState(run).message, terminal);

/** @param shown the message that is already printed above */
export function conditionTable(all: readonly Condition[], shown: string | undefined, terminal: Terminal): string[] {
  const conditions = all.map((condition) => (condition.message === shown ? { ...condition, message: '' } : condition));
  return section('Conditions', table(conditionColumns, conditions, terminal, { indent: '  ' }));
}
