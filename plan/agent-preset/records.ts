/** A line that is a JSON object. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** Undefined for a line that is not a whole JSON object. */
export function recordIn(line: string): JsonRecord | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as JsonRecord;
  } catch {
    return undefined;
  }
}

/** The value at a path of names; undefined where there is none. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) => (typeof inner === 'object' && inner !== null ? (inner as JsonRecord)[name] : undefined),
    value,
  );
}

export const textAt = (value: unknown, ...path: readonly string[]): string | undefined => {
  const found = at(value, ...path);
  return typeof found === 'string' && found !== '' ? found : undefined;
};

export const numberAt = (value: unknown, ...path: readonly string[]): number | undefined => {
  const found = at(value, ...path);
  return typeof found === 'number' ? found : undefined;
};

/** The sum of the numbers that are there. One that is negative stays visible: it is the sum. */
export function sumAt(value: unknown, ...names: readonly string[]): number | undefined {
  const numbers = names.flatMap((name) => numberAt(value, name) ?? []);
  if (numbers.length === 0) return undefined;
  return numbers.find((number) => number < 0) ?? numbers.reduce((sum, number) => sum + number);
}

/** The fields that have a value. */
export function defined<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
