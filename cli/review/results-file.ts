import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { earlierResults } from '../../plan/review/earlier-results.js';
import type { EarlierResults } from '../../plan/review/estimate.js';
import { UserError } from '../errors/user-error.js';

/** The output of `kubectl task results -o json`. @throws UserError */
export function resultsFile(path: string, directory: string): EarlierResults {
  const tasks = earlierResults(readJson(path, directory));
  if (tasks) return { source: path, tasks };
  throw new UserError(`Cannot estimate from ${path}: it is not a list of tasks`, [
    `kubectl task results <run> -o json > ${path}`,
  ]);
}

function readJson(path: string, directory: string): unknown {
  try {
    return JSON.parse(readFileSync(resolve(directory, path), 'utf8')) as unknown;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UserError(`Cannot read ${path}: ${why}`, [], { cause });
  }
}
