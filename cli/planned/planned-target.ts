import { parseTarget, type Target } from '../args/target.js';
import { UserError } from '../errors/user-error.js';
import type { RunOptions } from '../executors/run-options.js';
import { kindNamed } from '../kinds.js';

/** Whether a name is one of an object, such as `batch/x`, and not of a task of kubetask.yaml. */
export function isPlannedTarget(name: string): boolean {
  const role = kindNamed(name.slice(0, Math.max(name.indexOf('/'), 0)))?.role;
  return role === 'template' || role === 'run';
}

const fileOptions = ['all', 'jobs', 'flavor', 'tty', 'stdin', 'copy', 'copyBack'] as const;

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
  const taken = fileOptions.find((option) => options[option] !== undefined);
  if (taken) {
    const flag = taken === 'copyBack' ? 'copy-back' : taken;
    throw new UserError(`Cannot use --${flag} with ${name}: it belongs to tasks of kubetask.yaml`);
  }
  if (rest.length > 0) throw new UserError(`Cannot give arguments to ${name}: its command is planned; use -e`);
  const target = parseTarget(name);
  if (target.name === undefined) throw new UserError(`Cannot run ${name}: name the run`);
  return target;
}

/** Options that only tasks of the cluster have. @throws UserError when one is given for tasks of kubetask.yaml */
export function refusePlannedOptions(options: RunOptions): void {
  const given = {
    '--task': options.task,
    '--param': options.param,
    '--with-secrets': options.withSecrets,
    '--shell': options.shell,
    '--keep': options.keep,
    '--agent': options.agent,
    '--image': options.image,
  };
  const [taken] = Object.entries(given).find(([, value]) => value !== undefined) ?? [];
  if (taken === undefined) return;
  throw new UserError(`Cannot use ${taken}: it belongs to a task of the cluster, such as batch/update-deps`);
}
