import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Batch, BatchRun } from '../api/generated/kinds.js';
import type { KubernetesObject } from '../api/kubernetes-object.js';
import { checkManifests } from '../plan/manifest/check-manifests.js';
import { formatManifestProblem } from '../plan/manifest/manifest-problem.js';
import { UserError } from './user-error.js';

/**
 * The objects of the user's files, paths relative to `directory`. A Batch that no BatchRun names gets one, `<batch>-run`.
 * @throws UserError with all problems, each with file, line and column
 */
export function loadFiles(paths: readonly string[], directory: string): KubernetesObject[] {
  const manifests = paths.map((path) => ({ name: path, text: read(resolve(directory, path), path) }));
  const { objects, problems } = checkManifests(manifests);
  if (problems.length > 0) throw new UserError(problems.map(formatManifestProblem).join('\n'));
  const own = objects.map(({ object }) => object);
  const runs = own.filter(isRun);
  const complete = [
    ...own,
    ...own
      .filter(isBatch)
      .filter((batch) => !isRunBy(batch, runs))
      .map(runOf),
  ];
  if (!complete.some(isRun))
    throw new UserError(`${paths.join(', ')}: no Batch and no BatchRun; there is nothing to run`);
  return complete;
}

function read(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError(`Cannot read ${name}: ${(error as Error).message}; give the path of a YAML file`);
  }
}

const isBatch = (object: KubernetesObject): object is Batch => object.kind === 'Batch';
const isRun = (object: KubernetesObject): object is BatchRun => object.kind === 'BatchRun';
const isRunBy = ({ metadata }: Batch, runs: readonly BatchRun[]) =>
  runs.some(({ spec }) => spec.batchRef === metadata.name);

function runOf({ apiVersion, metadata: { name, namespace } }: Batch): BatchRun {
  const metadata = { name: `${name}-run`, ...(namespace ? { namespace } : {}) };
  return { apiVersion, kind: 'BatchRun', metadata, spec: { batchRef: name } };
}
