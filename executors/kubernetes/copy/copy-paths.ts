import { posix } from 'node:path';
import { ExecutionFailure } from '../../execution-failure.js';

/** What is copied, and where to. */
export interface Copy {
  readonly from: string;
  /** The path of the copy; ends in `/` for the folder it is put in. @default the name of `from`, in the working directory */
  readonly to?: string | undefined;
}

/** A path, as its folder and its name in it. */
export interface Split {
  readonly folder: string;
  readonly name: string;
}

/** Reads `path[:dest]`; of several colons the last one counts. Pure. */
export function copyOf(argument: string): Copy {
  if (typeof argument !== 'string')
    throw new ExecutionFailure(`Cannot copy ${typeof argument}: give a text such as path or path:dest`);
  const colon = argument.lastIndexOf(':');
  if (colon <= 0) return { from: argument };
  const to = argument.slice(colon + 1);
  return { from: argument.slice(0, colon), ...(to ? { to } : {}) };
}

/** Where a copy is put. The name is empty when `from` has none, such as `.` and `/`. Pure. */
export function targetOf({ from, to = './' }: Copy): Split {
  return /(^|\/)(\.{0,2})$/.test(to) ? { folder: to || '.', name: splitPath(from).name } : splitPath(to);
}

/** `/a/b` as `/a` and `b`; `.`, `..` and `/` have no name. Pure. */
export function splitPath(path: string): Split {
  const normal = posix.normalize(path).replace(/(.)\/+$/, '$1');
  const name = posix.basename(normal);
  return name === '' || name === '.' || name === '..'
    ? { folder: normal, name: '' }
    : { folder: posix.dirname(normal), name };
}
