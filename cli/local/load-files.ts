import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Batch, BatchRun } from '../../api/generated/kinds.js';
import { generateName } from '../../packages/kubernetes-conventions/generate-name.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { checkManifests } from '../../plan/manifest/check-manifests.js';
import { manifestOf } from '../../plan/manifest/manifest.js';
import { formatManifestProblem } from '../../plan/manifest/manifest-problem.js';
import { buildProblems, isBuild } from './build-problems.js';
import { isAgent } from './follow-agents.js';
import { UserError } from './user-error.js';

/**
 * The objects of the user's files, paths relative to `directory`. A Batch that no BatchRun names gets one, `<batch>-run`.
 * @throws UserError with all problems, each with file, line and column
 */
export function loadFiles(paths: readonly string[], directory: string): KubernetesObject[] {
  const manifests = paths.map((path) => manifestOf(path, read(resolve(directory, path), path)));
  const { objects, problems } = checkManifests(manifests);
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
    throw new UserError(`${paths.join(', ')}: no Batch, BatchRun, Agent or AgentBuild; there is nothing to run`);
  }
  return [...own, ...added];
}

/** This cluster is new: a Batch that is in no file is nowhere, and its run would wait for ever. */
function refuseLostRuns(runs: readonly BatchRun[], batches: readonly Batch[], paths: readonly string[]): void {
  const lost = runs.filter(
    ({ spec }) => spec.batchRef && !batches.some(({ metadata }) => metadata.name === spec.batchRef),
  );
  if (lost.length === 0) return;
  const lines = lost.map(
    ({ metadata, spec }) => `BatchRun ${metadata.name}: Batch ${spec.batchRef} is in none of ${paths.join(', ')}`,
  );
  throw new UserError(`${lines.join('\n')}; add its file with -f`);
}

function read(path: string, name: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UserError(`Cannot read ${name}: ${(error as Error).message}; give the path of a YAML file`);
  }
}

/** Objects are applied by name, so a generateName becomes one now. */
function named(object: KubernetesObject): KubernetesObject {
  const { name, generateName: base } = object.metadata;
  return name || !base ? object : { ...object, metadata: { ...object.metadata, name: generateName(base) } };
}

const isBatch = (object: KubernetesObject): object is Batch => object.kind === 'Batch';
const isRun = (object: KubernetesObject): object is BatchRun => object.kind === 'BatchRun';
const isRunOf = ({ spec }: BatchRun, { metadata }: Batch): boolean => spec.batchRef === metadata.name;

function runOf({ apiVersion, metadata: { name, namespace } }: Batch): BatchRun {
  const metadata = { name: `${name}-run`, ...(namespace ? { namespace } : {}) };
  return { apiVersion, kind: 'BatchRun', metadata, spec: { batchRef: name } };
}
