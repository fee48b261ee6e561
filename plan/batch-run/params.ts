import type { BatchSpec, Param } from '../../api/generated/kinds.js';
import { type FieldError, forbidden, notSupported, required } from '../../packages/structural-schema/field-error.js';
import { ownedBy, type PlanProblem } from '../problem.js';

/** The Batch with the values of a run as the defaults of its parameters. The same object for a run without any. */
export function withRunParams(batch: BatchSpec, given: readonly Param[] = []): BatchSpec {
  if (given.length === 0) return batch;
  const values = new Map(given.map(({ name, value }) => [name, value]));
  const params = (batch.params ?? []).map((param) => {
    const value = values.get(param.name);
    return value === undefined ? param : { ...param, default: value };
  });
  return params.length === 0 ? batch : { ...batch, params };
}

/** Parameters without a value, and values without a parameter. @param batch with the values of the run */
export function batchParamProblems({ params = [] }: BatchSpec, given: readonly Param[] = []): PlanProblem[] {
  const names = params.map(({ name }) => name);
  const missing = params.filter((param) => param.default === undefined);
  return ownedBy('run', [
    ...missing.map(({ name }) => required('spec.params', `give a value for ${name}, which has no default`)),
    ...given.flatMap(({ name }, index) => (names.includes(name) ? [] : [unknownParam(name, index, names)])),
  ]);
}

function unknownParam(name: string, index: number, names: readonly string[]): FieldError {
  const path = `spec.params[${index}].name`;
  return names.length > 0 ? notSupported(path, name, names) : forbidden(path, 'the Batch declares no parameters');
}
