import { duration } from '../../packages/kubernetes-conventions/age.js';
import { withVisibleCharacters } from '../../packages/structural-schema/visible-text.js';
import type {
  Amount,
  Cause,
  CauseType,
  Estimate,
  FieldChange,
  PlanReview,
  RunReview,
  TaskCounts,
  TaskOutcome,
  Workload,
} from '../../plan/review/plan-review.js';
import { costText } from '../output/cost-text.js';

/** Shows what comes from a repository: as it is fit for the output. */
export type Quote = (foreign: string) => string;

/** Invisible characters are written as escapes, so that nothing hides. */
export const visible = (text: string): string => text.split('\t').map(withVisibleCharacters).join('\t');

/** In the order in which they are listed. */
export const outcomeWords: Readonly<Record<TaskOutcome, string>> = {
  Refused: 'refused by the API server',
  Added: 'new',
  Rerun: 'run again',
  Replaced: 'replaced and run again',
  Held: 'held',
  Dropped: 'dropped',
  Reused: 'reused',
  Unchanged: 'unchanged',
};

export const outcomes = Object.keys(outcomeWords) as readonly TaskOutcome[];

/** `3 new, 297 run again`. */
export const countsText = (counts: TaskCounts): string =>
  outcomes
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => `${counts[outcome]} ${outcomeWords[outcome]}`)
    .join(', ') || 'no tasks';

/** What the reader should know of an outcome; empty for those that need no words. */
export const outcomeNotes: Partial<Readonly<Record<TaskOutcome, string>>> = {
  Refused:
    'A Job of the same name exists with other values in immutable fields. Give the run another name, or list its tasks with names.',
  Held: 'The run started with another plan. Its tasks that have not started wait with TemplateChanged. Start another run.',
  Reused: 'The key is unchanged. A reused task runs only if it has not succeeded.',
};

export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

const causeTitles: Readonly<Record<CauseType, (subject: string) => string>> = {
  Prompt: (file) => `prompt ${file}`,
  Script: (name) => `script of ${name}`,
  Image: (name) => `image of ${name}`,
  Command: (name) => `command of ${name}`,
  Env: (name) => `variable ${name}`,
  Credential: (name) => `credential ${name}`,
  Repository: (field) => `repository, ${field}`,
  Context: (name) => `context ${name}`,
  Resources: (name) => `resources of ${name}`,
  Pod: (field) => `Pod field ${field}`,
  Job: (field) => `Job field ${field}`,
  KeySalt: () => 'keySalt',
  Key: () => 'the task key, because of an input that is not in the Job',
  Name: () => 'another name',
  Position: () => 'the position in the list, which is part of the name of the Job',
  Planner: (subject) => `another version of kubetask, ${subject}`,
};

const linesText = ({ added, removed }: { readonly added: number; readonly removed: number }): string =>
  `${plural(added, 'line')} added, ${removed} removed`;

/** `image of agent: a → b`. */
export function causeText({ type, subject, before, after, text }: Cause, quote: Quote): string {
  const title = causeTitles[type](subject === '' ? '' : quote(subject));
  if (text) return `${title}: ${linesText(text)}`;
  const change = changeText({ ...(before !== undefined && { before }), ...(after !== undefined && { after }) }, quote);
  return change === '' ? title : `${title}: ${change}`;
}

/** `a → b`, `new: b`, `gone: a`, `1 line added, 2 removed`. */
export function changeText({ before, after, text }: Omit<FieldChange, 'path'>, quote: Quote): string {
  if (text) return linesText(text);
  if (before === undefined) return after === undefined ? '' : `new: ${quote(after)}`;
  return after === undefined ? `gone: ${quote(before)}` : `${quote(before)} → ${quote(after)}`;
}

/** `batchrun/x of batch/y in team`. */
export function runTitle({ name, template, namespace, origin, isGone }: RunReview, quote: Quote): string {
  const of = template === undefined ? '' : ` of ${quote(template)}`;
  const place = namespace === undefined ? '' : ` in ${quote(namespace)}`;
  if (isGone) return `${quote(name)}${of}${place} is gone`;
  return origin === 'Assumed' ? `a run${of}${place}, whenever you start one` : `${quote(name)}${of}${place}`;
}

/** `300 Pods, 50 at a time: 25 CPU and 50 Gi of memory requested, no limits`. */
export function workloadText(workload: Workload, quote: Quote): string {
  const { pods, concurrency, sharedLimit, requests, limits, podsWithoutRequests, podsWithoutLimits } = workload;
  const pace = concurrency === undefined ? (pods > 1 ? ', all at a time' : '') : `, ${concurrency} at a time`;
  const shared = sharedLimit === undefined ? '' : ` (shared limit ${quote(sharedLimit)})`;
  const without = (count: number, of: string) => (count === 0 ? '' : ` (${plural(count, 'Pod')} without ${of})`);
  return `${plural(pods, 'Pod')}${pace}${shared}: requests ${amountText(requests)}${without(podsWithoutRequests, 'requests')}, limits ${amountText(limits)}${without(podsWithoutLimits, 'limits')}`;
}

const amountText = ({ cpu, memory }: Amount): string =>
  cpu === 0 && memory === 0 ? 'none' : `${cpu} CPU and ${memoryText(memory)}`;

function memoryText(bytes: number): string {
  const units = ['bytes', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'];
  const power = bytes < 1024 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${Math.round((bytes / 1024 ** power) * 10) / 10} ${units[power]}`;
}

/** `about 40m and $12.30, from 297 tasks of batchrun/x`. */
export function estimateText({ source, tasks, seconds, costUsd }: Estimate, quote: Quote): string {
  const parts = [
    ...(seconds === undefined ? [] : [duration(seconds * 1000)]),
    ...(costUsd === undefined ? [] : [costText(costUsd)]),
  ];
  return `about ${parts.join(' and ')}, from ${plural(tasks, 'finished task')} of ${quote(source)}`;
}

/** `origin/main (1a2b3c4)`. */
export const baseText = ({ base: { type, name, commit } }: PlanReview, quote: Quote): string =>
  `${type === 'Cluster' ? 'the cluster of context ' : ''}${quote(name)}${commit === undefined ? '' : ` (${commit.slice(0, 10)})`}`;

/** `1 to create, 2 to change, 0 to remove, 5 unchanged`. */
const objectCountsText = ({ objectCounts: { create, change, remove, same } }: PlanReview): string =>
  `${create} to create, ${change} to change, ${remove} to remove, ${same} unchanged`;

/** The tasks and objects that the change concerns. @param emphasized how the part about the tasks is marked */
export const totalText = (review: PlanReview, emphasized: (text: string) => string = (text) => text): string =>
  [
    ...(review.runs.length > 0 ? [emphasized(`Tasks: ${countsText(review.counts)}.`)] : []),
    `Objects: ${objectCountsText(review)}.`,
  ].join(' ');
