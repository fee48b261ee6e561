/** A Job, of which any part may be absent. */
export interface Job {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Record<string, unknown>;
  readonly spec?: object;
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
    readonly [field: string]: unknown;
  };
}

/** What Argo CD shows. */
export interface Health {
  readonly status: string;
  readonly message?: string;
  readonly aggregateAs?: string;
}

/** The rule of Argo CD for a Job. Source: argoproj/argo-cd, gitops-engine/pkg/health/health_job.go, getBatchv1JobHealth */
export function argoJobHealth({ status: { conditions = [] } = {} }: Job): Health {
  const last = (...types: readonly string[]) => conditions.findLast(({ type }) => types.includes(type));
  const failure = last('Failed');
  const end = last('Complete', 'Suspended');
  const isSuspended = conditions.some(({ type, status }) => type === 'Suspended' && status === 'True');
  if (failure) return health('Degraded', failure.message);
  if (!end) return health('Progressing', undefined);
  return isSuspended ? { status: 'Suspended', aggregateAs: 'Healthy' } : health('Healthy', end.message);
}

const health = (status: string, message: string | undefined): Health => ({
  status,
  ...(message === undefined ? {} : { message }),
});
