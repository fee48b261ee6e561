import { type HealthCheckExpr, healthCheckExprs } from '../../constructs/gitops/flux/health-check-exprs.js';
import { celEnvironment } from '../../packages/structural-schema/cel-environment.js';
import { celValue } from '../../packages/structural-schema/cel-value.js';

const environment = celEnvironment()
  .clone()
  .registerVariable('spec', 'dyn')
  .registerVariable('status', 'dyn')
  .registerVariable('metadata', 'dyn');

interface AnyObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly generation?: unknown };
  readonly spec?: unknown;
  readonly status?: { readonly observedGeneration?: unknown; readonly conditions?: unknown };
}

const states = { inProgress: 'InProgress', failed: 'Failed', current: 'Current' } as const;

/**
 * As Flux evaluates the expressions; an object that makes one fail is asked for again, so it is in progress.
 *
 * Source: https://github.com/fluxcd/pkg/blob/main/runtime/cel/status_evaluator.go
 */
export function fluxHealth(object: AnyObject): 'InProgress' | 'Failed' | 'Current' {
  const { apiVersion, kind, metadata, status } = object;
  const observed = status?.observedGeneration;
  if (observed !== undefined && observed !== metadata.generation) return 'InProgress';
  const exprs = healthCheckExprs.find((one) => one.apiVersion === apiVersion && one.kind === kind);
  const names = ['inProgress', 'failed', 'current'] as const;
  const found = names.find((name) => holds(exprs?.[name], object) !== false);
  return found && holds(exprs?.[found], object) === true ? states[found] : 'InProgress';
}

/** Undefined if the expression cannot be evaluated. */
function holds(expression: HealthCheckExpr[keyof HealthCheckExpr], object: AnyObject): boolean | undefined {
  if (expression === undefined) return false;
  const fields = (['metadata', 'spec', 'status'] as const).filter((field) => object[field] !== undefined);
  try {
    const scope = Object.fromEntries(fields.map((field) => [field, celValue(undefined, object[field])]));
    return environment.parse(expression)(scope) === true;
  } catch {
    return undefined;
  }
}
