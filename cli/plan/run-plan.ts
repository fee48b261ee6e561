import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { checkManifests } from '../../plan/manifest/check-manifests.js';
import { formatManifestProblem } from '../../plan/manifest/yaml/manifest-problem.js';
import type { OutputFormat } from '../args/output-format.js';
import { UserError } from '../errors/user-error.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { formatted, isWhole, listOf } from '../output/print-object.js';
import { yamlOf } from '../output/yaml.js';
import type { Session } from '../session.js';
import { inCluster, inManifests } from './observed-objects.js';
import type { PlannedRun } from './planned-run.js';
import { plannedRuns } from './planned-runs.js';
import { printDiff } from './print-diff.js';
import { planLines } from './print-plan.js';
import { readManifests } from './read-manifests.js';

export interface PlanOptions {
  readonly filename: readonly string[];
  /** True for the cluster, a path for an earlier synth. */
  readonly diff?: true | string;
  readonly exitCode?: boolean;
  readonly output?: OutputFormat;
  readonly namespace?: string;
}

/** Plans manifests as the reconciler would. Only `--diff` without a path asks a cluster. */
export async function runPlan(session: Session, options: PlanOptions): Promise<ExitCode> {
  const objects = readChecked(session, options);
  if (!objects) return exitCodes.failed;
  const runs = plannedRuns(objects);
  if (options.diff !== undefined) return diff(session, objects, runs, options);
  if (runs.length === 0) {
    throw new UserError(
      'Cannot plan: the manifests contain no run, no agent, no build, and no template whose run can be planned',
      ['a run needs its Batch or Task in the same manifests; a Task with required parameters needs a TaskRun'],
    );
  }
  await print(session, runs, options.output);
  return exitCodes.succeeded;
}

/** Undefined when problems were reported. Objects without a namespace get the one of `-n`. */
function readChecked({ err }: Session, { filename, namespace }: PlanOptions): KubernetesObject[] | undefined {
  const { objects, problems } = checkManifests(readManifests(filename));
  for (const problem of problems) err.line(formatManifestProblem(problem));
  if (problems.length > 0) {
    err.line(`${err.terminal.paint('red', 'error:')} ${problems.length} problem${problems.length === 1 ? '' : 's'}`);
    return undefined;
  }
  const placed = (object: KubernetesObject): KubernetesObject =>
    namespace === undefined
      ? object
      : { ...object, metadata: { ...object.metadata, namespace: object.metadata.namespace ?? namespace } };
  return objects.map(({ object }) => placed(object));
}

async function print({ out }: Session, runs: readonly PlannedRun[], output: OutputFormat | undefined): Promise<void> {
  if (output?.type === 'yaml') {
    for (const object of allObjects(runs)) await out.write(`---\n${yamlOf(object)}`);
  } else if (isWhole(output)) {
    await out.write(formatted(listOf([...allObjects(runs)]), output));
  } else if (output?.type === 'name') {
    for (const { kind, metadata } of allObjects(runs)) out.line(`${kind.toLowerCase()}/${metadata.name}`);
  } else {
    for (const [index, run] of runs.entries()) {
      for (const line of [...(index > 0 ? [''] : []), ...planLines(run, out.terminal)]) out.line(line);
    }
  }
}

function* allObjects(runs: readonly PlannedRun[]): Iterable<KubernetesObject> {
  for (const run of runs) yield* run.objects();
}

async function diff(
  session: Session,
  objects: readonly KubernetesObject[],
  runs: readonly PlannedRun[],
  options: PlanOptions,
): Promise<ExitCode> {
  const lookup = typeof options.diff === 'string' ? inManifests(options.diff) : inCluster(await session.cluster());
  const real = runs.filter(({ isReal }) => isReal);
  const { create, change, same } = await printDiff(session.out, unique([...objects, ...allObjects(real)]), lookup);
  session.err.line(`${create} to create, ${change} to change, ${same} unchanged`);
  return options.exitCode && create + change > 0 ? exitCodes.failed : exitCodes.succeeded;
}

/** A synthesized run's Jobs may be among the manifests already. */
function unique(objects: readonly KubernetesObject[]): KubernetesObject[] {
  const keyOf = ({ kind, metadata }: KubernetesObject, index: number) =>
    JSON.stringify([kind, metadata.namespace, metadata.name ?? index]);
  return [...new Map(objects.map((object, index) => [keyOf(object, index), object])).values()];
}
