import type { Result, TaskSpec } from '../objects.js';

/** What fits into a container's termination message, through which Tekton carries the results of a task. */
const mostBytes = 4096;

/** The declared results that have been written, in the order of their declarations. */
export function taskResults({ results = [] }: TaskSpec, files: ReadonlyMap<string, string>): readonly Result[] {
  return results.flatMap(({ name }) => {
    const value = files.get(name);
    return value === undefined ? [] : [{ name, type: 'string' as const, value }];
  });
}

/** Undefined when the results can be reported. */
export function resultsTooLong(spec: TaskSpec, files: ReadonlyMap<string, string>): string | undefined {
  const bytes = Buffer.byteLength(JSON.stringify(taskResults(spec, files)));
  return bytes <= mostBytes ? undefined : `the results take ${bytes} bytes; at most ${mostBytes} can be reported`;
}
