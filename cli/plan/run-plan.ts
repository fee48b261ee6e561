import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { checkedObjects } from '../../plan/manifest/check-manifests.js';
import type { PlanFormat } from '../args/plan-format.js';
import { UserError } from '../errors/user-error.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { formatted, isWhole, listOf } from '../output/print-object.js';
import { yamlOf } from '../output/yaml.js';
import { inNamespace } from '../review/in-namespace.js';
import { objectManifests } from '../review/object-manifests.js';
import type { ReviewOptions } from '../review/run-review.js';
import type { Session } from '../session.js';
import type { PlannedRun } from './planned-run.js';
import { plannedRuns } from './planned-runs.js';
import { planLines } from './print-plan.js';
import { readManifests } from './read-manifests.js';
import { reportProblems } from './report-problems.js';

export interface PlanOptions extends ReviewOptions {
  readonly exitCode?: boolean;
  readonly output?: PlanFormat;
}

/** Plans manifests as the reconciler would. Only `--diff` without a path asks a cluster. */
export async function runPlan(session: Session, options: PlanOptions): Promise<ExitCode> {
  if (options.diff !== undefined || options.base !== undefined) return review(session, options);
  const objects = readChecked(session, options);
  if (!objects) return exitCodes.failed;
  const runs = plannedRuns(objects);
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
function readChecked(
  { err, directory }: Session,
  { filename, namespace }: PlanOptions,
): KubernetesObject[] | undefined {
  const manifests = [...objectManifests(readManifests(filename, directory), filename, err)];
  const { objects, problems } = checkedObjects(manifests);
  if (reportProblems(problems, err)) return undefined;
  return objects.map((object) => inNamespace(object, namespace));
}

async function print({ out }: Session, runs: readonly PlannedRun[], output: PlanFormat | undefined): Promise<void> {
  if (output?.type === 'markdown') throw new UserError('Cannot plan with -o markdown: it belongs to --base or --diff');
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

async function review(session: Session, options: PlanOptions): Promise<ExitCode> {
  // Needed by few commands.
  const [{ reviewOf }, { printReview }] = await Promise.all([
    import('../review/run-review.js'),
    import('../review/print-review.js'),
  ]);
  const report = await reviewOf(session, options);
  if (!report) return exitCodes.failed;
  await printReview(session.out, report, options.output);
  return options.exitCode && report.hasChanges ? exitCodes.changed : exitCodes.succeeded;
}
