import type { TaskFile } from '../../api/generated/task-file.js';
import { formatManifestProblem, type ManifestProblem } from '../../plan/manifest/yaml/manifest-problem.js';
import { type ReadTaskFile, readTaskFile } from '../../plan/task-file/read-task-file.js';
import {
  type Env,
  type Resolved,
  type ResolvedKubernetes,
  type ResolvedTask,
  resolveKubernetes,
  resolveTask,
} from '../../plan/task-file/resolve-task.js';
import { nearest } from '../../plan/text/nearest.js';
import { UserError } from '../errors/user-error.js';
import { oneLine } from '../output/printable.js';
import { findTaskFile } from './find-task-file.js';

/** A task file that can be used, and what is in it. */
export interface LoadedFile {
  /** As a person names it. */
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
  readonly file: TaskFile;
  /** Of its tasks, in the order of the file. */
  readonly names: readonly string[];
  /** All references replaced. @throws UserError with every reference that leads nowhere */
  readonly tasks: (names: readonly string[]) => ResolvedTask[];
  /** The same, with nothing in place of a reference that leads nowhere. */
  readonly anyway: (names: readonly string[]) => ResolvedTask[];
  /** @throws UserError as `tasks` does */
  readonly kubernetes: () => ResolvedKubernetes;
}

export interface LoadOptions {
  /** Of `-f`; one at most. */
  readonly filename?: readonly string[];
  readonly flavor?: string;
}

/** @throws UserError when there is no file, or with everything that is wrong with it */
export function loadTaskFile(directory: string, { filename, flavor }: LoadOptions, env: Env): LoadedFile {
  const { manifest, folder } = findTaskFile(directory, onlyFile(filename));
  const read = readTaskFile(manifest, flavor);
  refuse(manifest.name, read.problems);
  const values = <T>(resolved: readonly Resolved<T>[]): T[] => valuesOf(manifest.name, read, resolved);
  return {
    name: manifest.name,
    folder,
    file: read.file,
    names: read.names,
    tasks: (names) => {
      refuseUnknown(names, read.names, manifest.name);
      return values(names.map((name) => resolveTask(read.file, name, env)));
    },
    anyway: (names) => names.map((name) => resolveTask(read.file, name, env).value),
    kubernetes: () => values([resolveKubernetes(read.file, env)])[0] ?? {},
  };
}

/** @throws UserError for a second one: of two files, one would be left out without a word */
function onlyFile([only, ...others]: readonly string[] = []): string | undefined {
  if (others.length === 0) return only;
  throw new UserError(`Cannot use -f ${[only, ...others].join(' -f ')} together: a task file is one file`, [
    'several files are for a task of the cluster, such as batch/x',
  ]);
}

function valuesOf<T>(name: string, { problemAt }: ReadTaskFile, resolved: readonly Resolved<T>[]): T[] {
  refuse(name, resolved.flatMap(({ errors }) => errors).map(problemAt));
  return resolved.map(({ value }) => value);
}

function refuse(name: string, problems: readonly ManifestProblem[]): void {
  const lines = [...new Set(problems.map(formatManifestProblem))];
  if (lines.length === 0) return;
  throw new UserError(`Cannot use ${name}: ${lines.length} problem${lines.length === 1 ? '' : 's'}`, lines);
}

function refuseUnknown(names: readonly string[], known: readonly string[], file: string): void {
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  const hints = unknown.flatMap((name) => {
    const near = nearest(name, known);
    return near.length > 0 ? [`did you mean ${near.join(' or ')}?`] : [];
  });
  const isObject = unknown.some((name) => name.includes('/'));
  const all = known.length > 0 ? `its tasks are: ${[...known].sort().join(', ')}` : 'it has no tasks';
  throw new UserError(`Cannot find ${unknown.map((name) => `task ${oneLine(name)}`).join(', ')} in ${file}`, [
    ...hints,
    all,
    ...(isObject ? ['a task of the cluster is one of batch/x, batchrun/x, task/x and taskrun/x'] : []),
  ]);
}
