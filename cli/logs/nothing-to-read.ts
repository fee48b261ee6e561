import type { Cluster } from '../cluster/cluster.js';
import { UserError } from '../errors/user-error.js';
import { type Followed, nameOf, runState } from '../run/run-state.js';
import type { LogsOptions } from './logs-options.js';
import { type LogSource, podContainers } from './pod-containers.js';
import type { PodObject } from './pod-logs.js';
import { podsOfRun } from './pods-of-run.js';
import { isTaskOf } from './wanted-tasks.js';

/** Why no log of a run could be read, as its Pods tell. */
export async function nothingToRead(cluster: Cluster, run: Followed, options: LogsOptions): Promise<UserError> {
  const sources = await cluster.collect(podsOfRun(run), (pod: PodObject) => podContainers(pod));
  return whyNothing(run, sources.flat(), options);
}

/** Pure. @param sources every container of the run's Pods, whether it has started or not */
export function whyNothing(run: Followed, sources: readonly LogSource[], { step, task = [] }: LogsOptions): UserError {
  const { isFinished, phase, reason, message } = runState(run);
  const userError = (why: string, hints: readonly string[] = []) =>
    new UserError(`Cannot show logs of ${nameOf(run)}: ${why}`, [...hints]);
  const names = [...new Set(sources.map(({ container }) => container))];
  if (sources.length > 0 && step !== undefined && !names.includes(step))
    return userError(`no step or container is named ${step}; the names are ${names.join(', ')}`);
  const asked = sources.filter((source) => task.length === 0 || isTaskOf(source, task));
  if (sources.length > 0 && asked.length === 0) return userError(`there is no Pod of task ${task.join(', ')}`);
  if (isFinished && sources.length === 0) return userError('its Pods and their logs no longer exist');
  if (isFinished) return userError('none of these containers has started');
  const why = [reason, message].filter(Boolean).join(': ') || 'no controller has observed it yet';
  return userError(`no container has started (${phase}: ${why})`, [
    `kubectl task logs ${nameOf(run)} -f waits for them`,
  ]);
}
