import type { Kind } from '../../api/kinds/kind.js';
import { nearest } from '../../plan/text/nearest.js';
import { givenOption } from '../args/given-option.js';
import { parseTarget, type Target } from '../args/target.js';
import { UserError } from '../errors/user-error.js';
import type { RunOptions } from '../executors/run-options.js';
import { taskFileOptions } from '../executors/task-file-options.js';
import { allKinds, kindNamed } from '../kinds.js';
import { oneLine } from '../output/printable.js';
import { plannedOptions } from './planned-options.js';

/** Whether a name is one of an object, such as `batch/x`, and not of a task of kubetask.yaml. */
export function isPlannedTarget(name: string): boolean {
  const kind = kindNamed(name.slice(0, Math.max(name.indexOf('/'), 0)));
  return kind !== undefined && isRunnable(kind);
}

const isRunnable = ({ role }: Kind): boolean => role === 'template' || role === 'run';

/** What an object among the names to run leads to: it alone is run. @throws UserError for what cannot go together */
export function plannedTarget(names: readonly string[], options: RunOptions): Target {
  const name = names.find(isPlannedTarget) ?? '';
  if (names.length > 1) {
    throw new UserError(`Cannot run ${names.join(', ')} together: ${name} is a task of the cluster; run it alone`);
  }
  const { executor = 'local', rest = [] } = options;
  if (executor === 'kubernetes' || executor === 'job') {
    throw new UserError(`Cannot run ${name} with -x ${executor}: it can run as local or container`, [
      `kubectl task start ${name} --wait --logs runs it in the cluster`,
    ]);
  }
  const taken = givenOption(taskFileOptions(), options);
  if (taken !== undefined)
    throw new UserError(`Cannot use ${taken} with ${name}: it belongs to tasks of kubetask.yaml`);
  if (rest.length > 0) throw new UserError(`Cannot give arguments to ${name}: its command is planned; use -e`);
  const target = parseTarget(name);
  if (target.name === undefined) throw new UserError(`Cannot run ${name}: name the run`);
  return target;
}

/** Options that only tasks of the cluster have. @throws UserError when one is given for tasks of kubetask.yaml */
export function refusePlannedOptions(options: RunOptions): void {
  const taken = givenOption(plannedOptions(), options);
  if (taken === undefined) return;
  throw new UserError(`Cannot use ${taken}: it belongs to a task of the cluster, such as batch/update-deps`);
}

/** No task of a file has a name with a slash. @throws UserError for a name that is meant to be one of an object */
export function refuseUnknownKinds(names: readonly string[]): void {
  const name = names.find((each) => each === '' || each.includes('/'));
  if (name === undefined) return;
  if (name === '') throw new UserError("Cannot find task '': the name is empty; give the name of a task");
  const [word = '', ...rest] = name.split('/');
  const kinds = runnableKinds();
  const near = nearest(word.toLowerCase(), kinds).map((kind) => `${kind}/${rest.join('/')}`);
  throw new UserError(
    `Cannot find task ${oneLine(name)}: ${word === '' ? 'it has no kind' : `${oneLine(word)} is no kind that can be run`}`,
    [
      ...(near.length > 0 && word !== '' ? [`did you mean ${near.join(' or ')}?`] : []),
      `a task of the cluster is one of ${kinds.map((kind) => `${kind}/x`).join(', ')}; the names of tasks in kubetask.yaml have no /`,
    ],
  );
}

const runnableKinds = (): string[] =>
  allKinds
    .filter(isRunnable)
    .map(({ singular }) => singular)
    .sort();
