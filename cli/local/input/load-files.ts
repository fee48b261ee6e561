import type { Param } from '../../../api/generated/kinds.js';
import { generateName } from '../../../packages/kubernetes-conventions/generate-name.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { checkManifests } from '../../../plan/manifest/check-manifests.js';
import { formatManifestProblem } from '../../../plan/manifest/yaml/manifest-problem.js';
import { UserError } from '../../errors/user-error.js';
import { readManifests } from '../../plan/read-manifests.js';
import type { Run } from '../../run/run-state.js';
import { isAgent, isBatch, isBuild, isRun, isTask, isTaskRun } from '../object-kinds.js';
import { addedRuns, type Template } from './added-runs.js';
import { buildProblems } from './build-problems.js';
import { lostConfigs } from './lost-configs.js';

/**
 * The objects of the person's files, paths relative to `directory`. A Batch or Task that no run names gets one, `<name>-run`.
 *
 * @param params values for the runs that are added
 * @throws UserError with all problems, each with file, line and column
 */
export function loadFiles(
  paths: readonly string[],
  directory: string,
  params: readonly Param[] = [],
): KubernetesObject[] {
  const { objects, problems } = checkManifests(readManifests(paths, directory));
  if (problems.length > 0) throw new UserError(problems.map(formatManifestProblem).join('\n'));
  const own = objects.map(({ object }) => named(object));
  const templates = own.filter((object) => isBatch(object) || isTask(object));
  const runs = own.filter((object) => isRun(object) || isTaskRun(object));
  const lost = [...lostRuns(runs, templates, paths), ...lostConfigs(own, paths)];
  if (lost.length > 0) throw new UserError(`${lost.join('\n')}; add its file with -f`);
  const idle = templates.filter((template) => !runs.some((run) => isRunOf(run, template)));
  const started = templates.filter((template) => !idle.includes(template));
  const added = addedRuns({ idle, started, paths }, params);
  const builds = own.filter(isBuild);
  const stuck = buildProblems(own, paths);
  if (stuck.length > 0) throw new UserError(stuck.join('\n'));
  if (runs.length + added.length + builds.length + own.filter(isAgent).length === 0) {
    throw new UserError(`${paths.join(', ')}: contains no Batch, Task, Agent or AgentBuild, and no run`);
  }
  return [...own, ...added];
}

/** This cluster is new: a template that is in no file does not exist, and its run would wait forever. */
const lostRuns = (runs: readonly Run[], templates: readonly Template[], paths: readonly string[]): string[] =>
  runs
    .filter((run) => refOf(run) !== undefined && !templates.some((template) => isRunOf(run, template)))
    .map(
      (run) =>
        `${run.kind} ${run.metadata.name}: ${run.kind === 'BatchRun' ? 'Batch' : 'Task'} ${refOf(run)} is not in ${paths.join(', ')}`,
    );

/** Objects are applied by name, so a generateName becomes one now. */
function named(object: KubernetesObject): KubernetesObject {
  const { name, generateName: base } = object.metadata;
  return name || !base ? object : { ...object, metadata: { ...object.metadata, name: generateName(base) } };
}

const refOf = (run: Run): string | undefined => (run.kind === 'BatchRun' ? run.spec.batchRef : run.spec.taskRef);

const isRunOf = (run: Run, { kind, metadata }: Template): boolean =>
  (run.kind === 'BatchRun') === (kind === 'Batch') && refOf(run) === metadata.name;
