import { UserError } from '../errors/user-error.js';
import { oneLine } from '../output/printable.js';

/**
 * The variables of `-e`: `NAME=value`, or `NAME` alone for the value that it has here.
 *
 * @throws UserError for a name that no shell can have, and for one that is not set
 */
export function envOption(pairs: readonly string[], env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(pairs.map((pair) => parsed(pair, env)));
}

function parsed(pair: string, env: NodeJS.ProcessEnv): readonly [string, string] {
  const at = pair.indexOf('=');
  const name = at < 0 ? pair : pair.slice(0, at);
  if (name === '') {
    throw new UserError(`Cannot use -e ${at < 0 ? "''" : '=...'}: the name of the variable is empty`, [
      'write -e NAME=value, or -e NAME for the value that NAME has in your environment',
    ]);
  }
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    throw new UserError(
      `Cannot use -e ${oneLine(name)}: the name of a variable has letters, digits and _, and begins with no digit; write -e NAME=value`,
    );
  }
  const value = at < 0 ? env[name] : pair.slice(at + 1);
  if (value === undefined) {
    throw new UserError(`Cannot use -e ${name}: ${name} is not set in your environment`, [
      `set it, or write -e ${name}=value`,
    ]);
  }
  return [name, value];
}
