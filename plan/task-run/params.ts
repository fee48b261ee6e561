import type { Param, ParamSpec } from '../../api/generated/kinds.js';
import { literal } from '../../packages/kubernetes-conventions/literal.js';
import {
  type FieldError,
  forbidden,
  invalid,
  notSupported,
  required,
} from '../../packages/structural-schema/field-error.js';
import type { PodPart } from '../pod/pod-part.js';
import { ownedBy, type PlanProblem } from '../problem.js';

/** The environment variable that carries a parameter: `PARAM_TARGET_BRANCH` for `target-branch`. */
export const paramVariable = (name: string): string => `PARAM_${name.toUpperCase().replaceAll('-', '_')}`;

/** The declared parameters in their order, each with the run's value, else its default; one without either is left out. */
export function paramValues(declared: readonly ParamSpec[] = [], given: readonly Param[] = []): Param[] {
  const values = new Map(given.map(({ name, value }) => [name, value]));
  return declared.flatMap(({ name, default: fallback }) => {
    const value = values.get(name) ?? fallback;
    return value === undefined ? [] : [{ name, value }];
  });
}

/** Parameters as environment and nothing else, so that no value is ever read as code. */
export const paramsPart = (values: readonly Param[]): PodPart => ({
  agentEnv: values.map(({ name, value }) => ({ name: paramVariable(name), value: literal(value) })),
});

/** Values that are missing, values without a parameter, and parameters that would share a variable. */
export function paramProblems(declared: readonly ParamSpec[] = [], given: readonly Param[] = []): PlanProblem[] {
  return [
    ...ownedBy('template', sharedVariables(declared)),
    ...ownedBy('run', [...missing(declared, given), ...unknown(declared, given)]),
  ];
}

function sharedVariables(declared: readonly ParamSpec[]): FieldError[] {
  return declared.flatMap(({ name }, i) => {
    const other = declared.slice(0, i).find((earlier) => paramVariable(earlier.name) === paramVariable(name));
    if (!other) return [];
    const wanted = `has the variable ${paramVariable(name)}, as has ${other.name}; choose another name`;
    return [invalid(`spec.params[${i}].name`, name, wanted)];
  });
}

function missing(declared: readonly ParamSpec[], given: readonly Param[]): FieldError[] {
  const values = paramValues(declared, given);
  return declared
    .filter(({ name }) => !values.some((value) => value.name === name))
    .map(({ name }) => required('spec.params', `give a value for ${name}, which has no default`));
}

function unknown(declared: readonly ParamSpec[], given: readonly Param[]): FieldError[] {
  const names = declared.map(({ name }) => name);
  return given.flatMap(({ name }, i) => {
    const at = `spec.params[${i}].name`;
    if (names.includes(name)) return [];
    return [names.length > 0 ? notSupported(at, name, names) : forbidden(at, 'the task declares no parameters')];
  });
}
