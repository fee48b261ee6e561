import type { TaskPhase } from '../../api/generated/kinds.js';
import type { FleetIndex, FleetIndexRepository } from '../../plan/fleet/fleet-index.js';
import type { TaskRow } from '../run/task-row.js';
import type { ContextAnswer } from './answer-of-context.js';

/** A task of a fleet in one cluster, or a repository that no cluster has a task for. */
export interface FleetRow {
  /** The kubeconfig context, or the cluster of `fleet.json` for a repository without a task. */
  readonly cluster: string;
  readonly url: string;
  /** Of the task, unique in the fleet. */
  readonly name: string;
  /** `Missing`: no cluster has the task. `Unknown`: a cluster that may have it could not be read. */
  readonly phase: TaskPhase | 'Missing' | 'Unknown';
  /** What is wrong with the place of the task, or why there is none; empty otherwise. */
  readonly remark: string;
  /** Absent without a task. */
  readonly task?: TaskRow;
}

export interface FleetRows {
  /** In the order of the fleet. A repository that several clusters work on has a row for each of them. */
  readonly rows: readonly FleetRow[];
  /** Numbers of repositories. */
  readonly missing: number;
  readonly unknown: number;
  readonly duplicate: number;
  /** Of tasks in the runs of the fleet that are not of one of its repositories. */
  readonly foreign: number;
}

interface Copy {
  readonly context: string;
  readonly run: string;
  readonly task: TaskRow;
}

/** Compares what the clusters have with what `fleet.json` says. */
export function fleetRows(index: FleetIndex, answers: readonly ContextAnswer[]): FleetRows {
  const copies = copiesByTask(answers);
  const unreadable = answers.filter(({ problem }) => problem !== undefined).map(({ context }) => context);
  const known = new Set(answers.flatMap(({ runs }) => [...runs.keys()]));
  const rows = index.repositories.map((one) => {
    const own = copies.get(one.task) ?? [];
    return own.length > 0 ? own.map((copy) => rowOf(one, copy, own)) : [absentRow(one, known, unreadable)];
  });
  const names = new Set(index.repositories.map(({ task }) => task));
  const count = (phase: FleetRow['phase']) => rows.filter(([first]) => first?.phase === phase).length;
  return {
    rows: rows.flat(),
    missing: count('Missing'),
    unknown: count('Unknown'),
    duplicate: rows.filter(({ length }) => length > 1).length,
    foreign: [...copies].filter(([name]) => name !== '' && !names.has(name)).length,
  };
}

function copiesByTask(answers: readonly ContextAnswer[]): Map<string, Copy[]> {
  const copies = new Map<string, Copy[]>();
  for (const { context, runs } of answers) {
    for (const [run, tasks] of runs) {
      for (const task of tasks) copies.set(task.name, [...(copies.get(task.name) ?? []), { context, run, task }]);
    }
  }
  return copies;
}

function rowOf({ url, task: name }: FleetIndexRepository, { context, task }: Copy, all: readonly Copy[]): FleetRow {
  const others = all.filter((other) => other.task !== task).map((other) => `${other.run} in ${other.context}`);
  const remark = others.length === 0 ? '' : `duplicate: also ${others.join(', ')}`;
  return { cluster: context, url, name, phase: task.phase, remark, task };
}

function absentRow(
  { url, cluster, task: name, run }: FleetIndexRepository,
  known: ReadonlySet<string>,
  unreadable: readonly string[],
): FleetRow {
  const isPlaceKnown = run !== undefined && known.has(run);
  if (!isPlaceKnown && unreadable.length > 0) {
    return { cluster, url, name, phase: 'Unknown', remark: `unreachable: ${unreadable.join(', ')}` };
  }
  const why =
    run === undefined ? 'the fleet has no run' : isPlaceKnown ? `${run} has no such task` : `no cluster has ${run}`;
  return { cluster, url, name, phase: 'Missing', remark: why };
}
