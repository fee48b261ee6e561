import { childPath, type FieldError, required } from '../../../structural-schema/field-error.js';
import { type ContainerDraft, fillIn, type ProbeDraft } from './pod-spec.js';

const probeFields = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;
const handlers = ['exec', 'httpGet', 'tcpSocket', 'grpc'] as const;

/** @source kubernetes: pkg/apis/core/v1/defaults.go */
export function defaultProbes(container: ContainerDraft): void {
  for (const field of probeFields) {
    const probe = container[field];
    if (!probe) continue;
    fillIn(probe, { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 });
    if (probe.httpGet) fillIn(probe.httpGet, { path: '/', scheme: 'HTTP' });
  }
}

/** A probe asks in exactly one way. @source kubernetes: pkg/apis/core/validation/validation.go */
export function probeErrors(container: ContainerDraft, path: string): FieldError[] {
  return probeFields.flatMap((field) => {
    const probe = container[field];
    return probe ? handlerErrors(probe, childPath(path, field)) : [];
  });
}

function handlerErrors(probe: ProbeDraft, path: string): FieldError[] {
  const [first, ...others] = handlers.filter((handler) => probe[handler] !== undefined);
  if (first === undefined) return [required(path, 'must specify a handler type')];
  return others.map((handler) => ({
    path: childPath(path, handler),
    type: 'Forbidden' as const,
    value: '',
    detail: 'may not specify more than 1 handler type',
  }));
}
