import type { Job } from './argo-job-health.js';

/**
 * What Flux waits for in a Job without a health check expression: unlike kstatus, for its end.
 *
 * Source: https://github.com/fluxcd/pkg/blob/main/runtime/statusreaders/job.go
 */
export function fluxJobStatus({ status: { conditions = [] } = {} }: Job): 'InProgress' | 'Failed' | 'Current' {
  const isTrue = (type: string) => conditions.some((one) => one.type === type && one.status === 'True');
  if (isTrue('Failed')) return 'Failed';
  return isTrue('Complete') ? 'Current' : 'InProgress';
}
