import { isJsonObject } from '../packages/structural-schema/json-schema-props.js';
import { ExecutionFailure } from './execution-failure.js';
import { envProblems, shown, textProblems } from './planned/check-plan-inputs.js';

/**
 * What types say to TypeScript, for programs that are not type-checked.
 *
 * @throws ExecutionFailure with all problems
 */
export function checkExecution(executable: unknown, streams: unknown): void {
  const problems = [...executableProblems(executable), ...streamProblems(streams)];
  if (problems.length > 0) throw new ExecutionFailure('Cannot run a task: its inputs are invalid', problems);
}

function executableProblems(executable: unknown): string[] {
  if (!isJsonObject(executable)) return [`executable: ${shown(executable)}: must be an object with name and script`];
  const { name, script, args, env, workingDir, timeoutSeconds } = executable;
  const isTime = typeof timeoutSeconds === 'number' && timeoutSeconds > 0;
  const areTexts = Array.isArray(args) && args.every((arg) => typeof arg === 'string');
  return [
    ...textProblems('name', name),
    ...(typeof script === 'string' ? [] : [`script: ${shown(script)}: must be a string`]),
    ...(args === undefined || areTexts ? [] : [`args: ${shown(args)}: must be a list of strings`]),
    ...envProblems('env', env),
    ...(workingDir === undefined ? [] : textProblems('workingDir', workingDir)),
    ...(timeoutSeconds === undefined || isTime
      ? []
      : [`timeoutSeconds: ${shown(timeoutSeconds)}: must be a number of seconds above 0; leave it out for no limit`]),
  ];
}

/** @param streams with what a person gives beside them */
export function streamProblems(streams: unknown): string[] {
  if (typeof streams !== 'object' || streams === null)
    return [`options: ${shown(streams)}: must be an object with stdout and stderr`];
  const { stdout, stderr } = streams as Readonly<Record<string, unknown>>;
  return Object.entries({ stdout, stderr }).flatMap(([name, stream]) =>
    typeof (stream as { readonly write?: unknown } | null | undefined)?.write === 'function'
      ? []
      : [`${name}: ${shown(stream)}: must be a writable stream, such as process.${name}`],
  );
}
