import type { Batch, BatchRun } from '../../api/generated/kinds.js';
import { generateName } from '../../packages/kubernetes-conventions/generate-name.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { checkManifests } from '../../plan/manifest/check-manifests.js';
import { formatManifestProblem } from '../../plan/manifest/manifest-problem.js';
import { UserError } from '../errors/user-error.js';
import { readManifests } from '../plan/read-manifests.js';
import { buildProblems, isBuild } from './build-problems.js';
import { isAgent } from './follow-agents.js';
import { isBatch, isRun } from './followed-run.js';

/**
 * The objects of the user's files, paths relative to `directory`. A Batch that no BatchRun names gets one, `<batch>-run`.
 * @throws UserError with all problems, each with file, line and column
 */
export function loadFiles(paths: readonly string[], directory: string): KubernetesObject[] {
  const { objects, problems } = checkManifests(readManifests(paths, directory));
  if (problems.length > 0) throw new UserError(problems.map(formatManifestProblem).join('\n'));
  const own = objects.map(({ object }) => named(object));
  const batches = own.filter(isBatch);
  const runs = own.filter(isRun);
  refuseLostRuns(runs, batches, paths);
  const added = batches.filter((batch) => !runs.some((run) => isRunOf(run, batch))).map(runOf);
  const builds = own.filter(isBuild);
  const stuck = buildProblems(own, paths);
  if (stuck.length > 0) throw new UserError(stuck.join('\n'));
  if (runs.length + added.length + builds.length + own.filter(isAgent).length === 0) {
    throw new UserError(`${paths.join(', ')}: contains no Batch, BatchRun, Agent or AgentBuild`);
  }
  return [...own, ...added];
}

/** This cluster is new: a Batch that is in no file does not exist, and its run would wait for ever. */
function refuseLostRuns(runs: readonly BatchRun[], batches: readonly Batch[], paths: readonly string[]): void {
  const lost = runs.filter(
    ({ spec }) => spec.batchRef && !batches.some(({ metadata }) => metadata.name === spec.batchRef),
  );
  if (lost.length === 0) return;
  const lines = lost.map(
    ({ metadata, spec }) => `BatchRun ${metadata.name}: Batch ${spec.batchRef} is not in ${paths.join(', ')}`,
  );
  throw new UserError(`${lines.join('\n')}; add its file with -f`);
}

/** Objects are applied by name, so a generateName becomes one now. */
function named(object: KubernetesObject): KubernetesObject {
  const { name, generateName: base } = object.metadata;
  return name || !base ? object : { ...object, metadata: { ...object.metadata, name: generateName(base) } };
}

const isRunOf = ({ spec }: BatchRun, { metadata }: Batch): boolean => spec.batchRef === metadata.name;

function runOf({ apiVersion, metadata: { name, namespace } }: Batch): BatchRun {
  const metadata = { name: `${name}-run`, ...(namespace ? { namespace } : {}) };
  return { apiVersion, kind: 'BatchRun', metadata, spec: { batchRef: name } };
}
