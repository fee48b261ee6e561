import { ExecutionFailure } from '../../executors/execution-failure.js';
import { type LocalPlan, type PlanLocalOptions, planLocal } from '../../executors/planned/plan-local.js';
import { openReferences } from '../../executors/planned/references.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { UserError } from '../errors/user-error.js';
import { watchEnding } from '../executors/ending.js';
import { envOption } from '../executors/env-option.js';
import type { RunOptions } from '../executors/run-options.js';
import { loadLocal } from '../local/load-local.js';
import type { Session } from '../session.js';
import { fetchReferences } from './fetch-references.js';
import { fromCluster, fromFiles, type LoadedObjects } from './load-objects.js';
import { plannedTarget } from './planned-target.js';

/**
 * Runs one task of the cluster on this machine: the object comes from files or from the cluster, the plan from the planner of the
 * cluster. @returns the exit code of the agent
 */
export async function runPlanned(session: Session, names: readonly string[], options: RunOptions): Promise<number> {
  const target = plannedTarget(names, options);
  const env = envOption(options.env ?? [], session.env);
  const { filename, namespace, withSecrets = false } = options;
  const { task, param: params } = options;
  const ending = watchEnding(session);
  const load = async () => {
    const loaded = filename
      ? fromFiles(target, filename, session.directory, namespace)
      : await fromCluster(target, await session.cluster());
    const plan = planOf(loaded, { target: loaded.target, task, params, env });
    const references = await referencesOf(session, plan, loaded, { isFile: !!filename, withSecrets });
    return { plan, objects: [...loaded.objects, ...references], ...(await loadLocal()) };
  };
  try {
    const loaded = await unlessAborted(load(), ending.signal);
    if (!loaded) return ending.exitCode();
    const { runHere, plan, objects } = loaded;
    const code = await runHere(session, { plan, objects, of: target.text, options, ending });
    return ending.signal.aborted ? ending.exitCode() : code;
  } finally {
    ending.close();
    session.streams.stdin().destroy();
  }
}

/** A cluster that does not answer is not waited for after Ctrl-C; its answer, or error, is of no use any more. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  const aborted = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  work.catch(() => undefined);
  return Promise.race([work, aborted]);
}

/** @throws UserError, since a plan that cannot be made is a mistake in the objects or the command line */
function planOf({ objects }: LoadedObjects, options: PlanLocalOptions): LocalPlan {
  try {
    return planLocal(objects, options);
  } catch (error) {
    if (!(error instanceof ExecutionFailure)) throw error;
    throw new UserError(error.message, error.hints, { cause: error });
  }
}

interface Source {
  readonly isFile: boolean;
  readonly withSecrets: boolean;
}

/** A Secret is read only when the person says so; with files, nothing else is asked of a cluster. */
async function referencesOf(
  session: Session,
  plan: LocalPlan,
  { objects, target }: LoadedObjects,
  { isFile, withSecrets }: Source,
): Promise<KubernetesObject[]> {
  const isGiven = (kind: string, name: string) =>
    objects.some((object) => object.kind === kind && object.metadata.name === name);
  const wanted = openReferences(plan).filter(
    ({ kind, name }) => (kind === 'Secret' ? withSecrets : !isFile) && !isGiven(kind, name),
  );
  if (wanted.length === 0) return [];
  return fetchReferences(wanted, await session.cluster(), target.namespace);
}
