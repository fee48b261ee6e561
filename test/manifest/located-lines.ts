import { checkManifests } from '../../plan/manifest/check-manifests.js';
import { formatManifestProblem } from '../../plan/manifest/yaml/manifest-problem.js';

/** The problems of one text, as printed. */
export const problemLines = (text: string, name = 'batch.yaml'): string[] =>
  checkManifests([{ name, text }]).problems.map(formatManifestProblem);

/** A Batch whose spec is the given lines, from line 4. */
export const batchOf = (...spec: string[]): string =>
  ['apiVersion: kubetask.io/v1alpha1', 'kind: Batch', 'metadata: { name: b }', ...spec].join('\n');
