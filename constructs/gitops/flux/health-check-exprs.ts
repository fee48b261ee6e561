import { ANNOTATION_TASK_PHASE } from '../../../api/labels.js';
import { statusHealth } from '../argocd/health.js';
import { argoKinds } from '../argocd/kinds.js';

/** CEL by which Flux knows how an object is; in this order: in progress, failed, current, and else in progress. */
export interface HealthCheckExpr {
  readonly apiVersion: string;
  readonly kind: string;
  readonly inProgress?: string;
  readonly failed: string;
  readonly current: string;
}

const isTrue = (type: string): string =>
  `has(status.conditions) && status.conditions.exists(e, e.type == '${type}' && e.status == 'True')`;

/** The status is not of the present spec. */
const isStale = '!has(status.observedGeneration) || status.observedGeneration != metadata.generation';

const versions: Readonly<Record<string, string>> = {
  'kubetask.io': 'kubetask.io/v1alpha1',
  'beeai.dev': 'beeai.dev/v1',
};

const ownKinds: readonly HealthCheckExpr[] = argoKinds
  .filter(({ health }) => health === statusHealth)
  .map(({ group, kind }) => ({
    apiVersion: versions[group] ?? group,
    kind,
    inProgress: `${isStale} || (${isTrue('Reconciling')})`,
    failed: isTrue('Stalled'),
    current: isTrue('Ready'),
  }));

/** A Job from Git whose task has finished without it says so. */
const saysPhase = (...phases: readonly string[]): string =>
  `has(metadata.annotations) && '${ANNOTATION_TASK_PHASE}' in metadata.annotations && metadata.annotations['${ANNOTATION_TASK_PHASE}'] in [${phases.map((phase) => `'${phase}'`).join(', ')}]`;

/** Flux would wait for ever for a Job that never runs. Of all other Jobs, this says what Flux says. */
const jobs: HealthCheckExpr = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  failed: `(${saysPhase('Failed', 'Cancelled')}) || (!(${saysPhase('Succeeded')}) && ${isTrue('Failed')})`,
  current: `(${saysPhase('Succeeded')}) || (${isTrue('Complete')})`,
};

/**
 * Of every kind that has a status, and of Jobs. They say what kstatus says, and say it for a run that has failed before the
 * first pass, too. Source: https://fluxcd.io/flux/components/kustomize/kustomizations/#health-check-expressions
 */
export const healthCheckExprs: readonly HealthCheckExpr[] = [...ownKinds, jobs];
