import { formatManifestProblem, type ManifestProblem } from '../../plan/manifest/yaml/manifest-problem.js';
import type { Output } from '../output/output.js';

/** Each problem with its place, and their number. @returns whether there is any */
export function reportProblems(problems: readonly ManifestProblem[], err: Output): boolean {
  for (const problem of problems) err.line(formatManifestProblem(problem));
  if (problems.length === 0) return false;
  err.line(`${err.terminal.paint('red', 'error:')} ${problems.length} problem${problems.length === 1 ? '' : 's'}`);
  return true;
}
