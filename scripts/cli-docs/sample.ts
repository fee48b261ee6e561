import type { BatchRun, TaskRun } from '../../api/generated/kinds.js';
import type { Check } from '../../cli/doctor/check.js';

/** The time at which the page's screens are drawn. */
export const now = Date.parse('2026-03-02T09:04:10Z');

const condition = (type: string, status: 'True' | 'False', reason: string, message: string) => ({
  type,
  status,
  reason,
  message,
  lastTransitionTime: '2026-03-02T09:03:31Z',
});

/** A run with one failed task. */
export const failedRun: BatchRun = {
  apiVersion: 'kubetask.io/v1alpha1',
  kind: 'BatchRun',
  metadata: { name: 'update-deps-run-x7k2p', namespace: 'default', creationTimestamp: '2026-03-02T09:02:10Z' },
  spec: { batchRef: 'update-deps' },
  status: {
    phase: 'Failed',
    startTime: '2026-03-02T09:02:10Z',
    completionTime: '2026-03-02T09:03:31Z',
    completions: '2/3',
    progress: { total: 3, completed: 2, failed: 1, pending: 0, running: 0 },
    failedIndexes: '1',
    conditions: [
      condition('Ready', 'False', 'TasksFailed', '2/3 tasks succeeded, 1 failed: 1 (AgentFailed)'),
      condition('Succeeded', 'False', 'TasksFailed', '2/3 tasks succeeded, 1 failed: 1 (AgentFailed)'),
    ],
    tasks: [
      {
        index: 0,
        name: 'example/billing',
        phase: 'Succeeded',
        jobName: 'update-deps-run-x7k2p-task-0',
        startTime: '2026-03-02T09:02:11Z',
        completionTime: '2026-03-02T09:03:20Z',
        result: {
          summary: 'node 20 to 22',
          branch: 'kubetask/1f0c9a3b7d52',
          costUsd: 0.42,
          verdict: 'changed',
        },
      },
      {
        index: 1,
        name: 'example/catalog',
        phase: 'Failed',
        reason: 'AgentFailed',
        message: 'container agent exited with code 3',
        jobName: 'update-deps-run-x7k2p-task-1',
        startTime: '2026-03-02T09:02:11Z',
        completionTime: '2026-03-02T09:02:52Z',
      },
      {
        index: 2,
        name: 'example/gateway',
        phase: 'Succeeded',
        jobName: 'update-deps-run-x7k2p-task-2',
        startTime: '2026-03-02T09:02:12Z',
        completionTime: '2026-03-02T09:03:31Z',
        result: { summary: 'nothing to update', costUsd: 0.11, verdict: 'no-change' },
      },
    ],
  },
};

/** A run between its two steps. */
export const runningRun: TaskRun = {
  apiVersion: 'kubetask.io/v1alpha1',
  kind: 'TaskRun',
  metadata: { name: 'hello-run-m4wz8', namespace: 'default', creationTimestamp: '2026-03-02T09:03:58Z' },
  spec: { taskRef: 'hello' },
  status: {
    phase: 'Running',
    startTime: '2026-03-02T09:03:59Z',
    completions: '1/2',
    steps: [
      { name: 'build', container: 'build', phase: 'Succeeded' },
      { name: 'test', container: 'test', phase: 'Running' },
    ],
  },
};

export const checks: readonly Check[] = [
  { title: 'kubeconfig', state: 'good', detail: 'context staging, namespace default' },
  { title: 'server', state: 'good', detail: 'https://10.0.0.1:6443, Kubernetes v1.34.1' },
];
