import { isJsonObject } from '../packages/structural-schema/json-schema-props.js';
import { ExecutionFailure } from './execution-failure.js';
import { shown, textProblems } from './planned/check-plan-inputs.js';

/** What the options of an executor need. */
interface Needs {
  /** Texts that must be there. */
  readonly texts?: readonly string[];
  readonly connection?: boolean;
}

/**
 * What types say to TypeScript, for programs that are not type-checked.
 *
 * @param executor its name
 * @throws ExecutionFailure with all problems
 */
export function checkOptions(executor: string, options: unknown, { texts = [], connection = false }: Needs): void {
  const problems = isJsonObject(options)
    ? [
        ...texts.flatMap((name) => textProblems(name, options[name])),
        ...(connection ? connectionProblems(options) : []),
      ]
    : [`options: ${shown(options)}: must be an object`];
  if (problems.length > 0)
    throw new ExecutionFailure(`Cannot make executor ${executor}: its options are invalid`, problems);
}

function connectionProblems({ connection }: Readonly<Record<string, unknown>>): string[] {
  const { server, credentials } = isJsonObject(connection) ? connection : {};
  return typeof (server as URL | undefined)?.href === 'string' && typeof credentials === 'function'
    ? []
    : [`connection: ${shown(connection)}: must be what loadConnection of the Kubernetes client returns`];
}
