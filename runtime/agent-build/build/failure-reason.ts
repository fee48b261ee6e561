import type { AgentBuildReason } from '../../../api/kinds/agent-build.js';
import { oneLine } from '../../../packages/kubernetes-conventions/sentence.js';
import { withAdvice } from '../../pod/advice.js';
import type { BuildState } from '../build-state.js';
import type { ObservedPipelineRun, ObservedStep, ObservedTektonTaskRun } from '../observed.js';

/**
 * Why a PipelineRun failed, or that it was cancelled. If a step of ours failed, the reason names it; else it is
 * Tekton's own word.
 *
 * @param taskRuns its own, in the order of their start
 * @source https://tekton.dev/docs/pipelines/pipelineruns/#monitoring-execution-status
 */
export function failureOf(run: ObservedPipelineRun, taskRuns: readonly ObservedTektonTaskRun[]): BuildState {
  const { reason = '', message = '' } = run.status?.succeeded ?? {};
  if (reason === 'Cancelled') return cancelled(run);
  const failed = taskRuns.find(({ status }) => status?.succeeded?.status === 'False');
  // A TaskRun that was cut off says nothing that the PipelineRun does not.
  if (failed && reason === 'Failed') return { phase: 'Failed', ...taskFailure(failed) };
  return {
    phase: 'Failed',
    reason: reason || 'Failed',
    message: oneLine(withAdvice(message || `PipelineRun ${nameOf(run)} failed`, 'AgentBuild')),
  };
}

const cancelled = (run: ObservedPipelineRun): BuildState => ({
  phase: 'Cancelled',
  reason: 'Cancelled',
  message: `PipelineRun ${nameOf(run)} was cancelled; change spec.trigger to build again`,
});

type Failure = Pick<BuildState, 'reason' | 'message'>;

/** The reasons of older and newer versions of Tekton for a step that failed. Other reasons are about the Pod. */
const ordinary: ReadonlySet<string> = new Set(['Failed', 'StepFailed', 'StepOOM', '']);

function taskFailure(taskRun: ObservedTektonTaskRun): Failure {
  const { reason = '', message = '' } = taskRun.status?.succeeded ?? {};
  const step = taskRun.status?.steps.find(({ exitCode = 0 }) => exitCode !== 0);
  if (step && ordinary.has(reason)) return stepFailure(taskRun, step);
  const words = `task ${taskRun.pipelineTask}: ${message || reason}`;
  return {
    reason: ordinary.has(reason) ? reasonOf(taskRun.pipelineTask) : reason,
    message: oneLine(withAdvice(words, 'AgentBuild')),
  };
}

const MAX_SAID = 1000;

function stepFailure(taskRun: ObservedTektonTaskRun, step: ObservedStep): Failure {
  const see = `see ${logs(taskRun, step)}`;
  if (step.reason === 'OOMKilled') {
    const message = `step ${step.name} exceeded its memory limit; raise spec.resources.limits.memory; ${see}`;
    return { reason: 'OOMKilled', message };
  }
  const said = taskRun.status?.error ? `: ${oneLine(taskRun.status.error, MAX_SAID)}` : '';
  return { reason: reasonOf(step.name), message: `step ${step.name} exited with code ${step.exitCode}${said}; ${see}` };
}

/** Steps and tasks are called alike, but for the one task of a single Pod. */
const reasons: Readonly<Record<string, AgentBuildReason>> = {
  pull: 'PullFailed',
  build: 'BuildFailed',
  push: 'PushFailed',
};

const reasonOf = (name: string): AgentBuildReason => reasons[name] ?? 'BuildFailed';

function logs({ metadata, status }: ObservedTektonTaskRun, { container }: ObservedStep): string {
  return `kubectl logs -n ${metadata.namespace} ${status?.podName ?? metadata.name} -c ${container}`;
}

const nameOf = ({ metadata }: ObservedPipelineRun): string => metadata.name;
