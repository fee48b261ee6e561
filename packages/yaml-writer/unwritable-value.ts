/** A value that YAML cannot hold as JSON does. */
export class UnwritableValue extends Error {
  override readonly name = 'UnwritableValue';

  /**
   * @param path from the root, such as `data.key` or `items[3].name`; empty for the root
   * @param problem what is wrong with the value there
   */
  constructor(
    readonly path: string,
    readonly problem: string,
  ) {
    super(`Cannot write ${path || 'the document'} as YAML: ${problem}`);
  }
}

/** The first value below `value` that cannot be written, in the order of its keys. */
export function unwritableValue(value: unknown, path = ''): UnwritableValue | undefined {
  const problem = problemOf(value);
  if (problem !== undefined) return new UnwritableValue(path, problem);
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, child] of Object.entries(value)) {
    const childPath = Array.isArray(value) ? `${path}[${key}]` : joined(path, key);
    const found = isWellFormed(key) ? unwritableValue(child, childPath) : new UnwritableValue(childPath, loneSurrogate);
    if (found) return found;
  }
  return undefined;
}

const loneSurrogate = 'it contains half of a surrogate pair, which is no character; remove it';

const joined = (path: string, key: string): string => {
  const shown = /^[\w-]+$/.test(key) ? key : `[${JSON.stringify(key)}]`;
  return path === '' || shown.startsWith('[') ? `${path}${shown}` : `${path}.${shown}`;
};

function problemOf(value: unknown): string | undefined {
  if (typeof value === 'string') return isWellFormed(value) ? undefined : loneSurrogate;
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : `${value} is no number in JSON`;
  if (value === undefined || value === null || typeof value === 'boolean' || Array.isArray(value)) return undefined;
  if (typeof value !== 'object') return `a ${typeof value} is no value in JSON`;
  return isPlainObject(value) ? undefined : `an object of class ${value.constructor.name} is no value in JSON`;
}

/** Also those of another realm, as tests in Jest have them. */
export function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || value.constructor?.name === 'Object';
}

const surrogate = /[\uD800-\uDFFF]/u;

/** Whether each surrogate of the text has its other half. */
export const isWellFormed = (text: string): boolean => !surrogate.test(text);
