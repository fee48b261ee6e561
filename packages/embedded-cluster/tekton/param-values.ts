import type { Param, ParamSpec, ParamValue } from './objects.js';

/** The declared parameters with the values given, else their defaults; one without either is left out. */
export function paramValues(
  declared: readonly ParamSpec[] = [],
  given: readonly Param[] = [],
): Map<string, ParamValue> {
  const values = new Map(given.map(({ name, value }) => [name, value]));
  return new Map(
    declared.flatMap(({ name, default: fallback }) => {
      const value = values.get(name) ?? fallback;
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

/** Names of declared parameters that have no value. */
export function missingParams(declared: readonly ParamSpec[] = [], given: readonly Param[] = []): readonly string[] {
  const values = paramValues(declared, given);
  return declared.map(({ name }) => name).filter((name) => !values.has(name));
}

/** As variables: `params.x`. */
export const paramVariables = (values: ReadonlyMap<string, ParamValue>): [string, ParamValue][] =>
  [...values].map(([name, value]) => [`params.${name}`, value]);
