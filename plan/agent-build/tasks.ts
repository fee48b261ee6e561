import type { AgentBuildSpec } from '../../api/generated/kinds.js';
import { goDuration } from '../../packages/kubernetes-conventions/go-duration.js';
import { buildStep } from './build-step.js';
import { SHARED_DIR } from './paths.js';
import { pullStep } from './pull-step.js';
import { pushStep } from './push-step.js';
import type { StepPlan } from './step-plan.js';
import { taskOf } from './task-spec.js';
import type { PipelineTask, TektonStep } from './tekton-objects.js';

/** The volume that the steps share: a workspace of the run, or in a single Pod an emptyDir. */
export const WORKSPACE = 'build';

export const isSinglePod = ({ layout }: AgentBuildSpec): boolean => layout === 'single-pod';

/** The tasks of a build in their order. */
export const buildTasks = (spec: AgentBuildSpec): PipelineTask[] =>
  (isSinglePod(spec) ? [singleTask(spec)] : threeTasks(spec)).map((task) => ({ ...task, ...timeoutOf(spec) }));

/**
 * Before Tekton 1.11 a task that names no timeout ends after an hour, however long the run may take.
 *
 * @source https://github.com/tektoncd/pipeline/blob/v1.9.0/pkg/reconciler/pipelinerun/pipelinerun.go createTaskRun
 */
const timeoutOf = ({ timeoutSeconds }: AgentBuildSpec): Pick<PipelineTask, 'timeout'> =>
  timeoutSeconds === undefined ? {} : { timeout: goDuration(timeoutSeconds) };

/** The task in which the step of this name runs. */
export const taskOfStep = (spec: AgentBuildSpec, step: 'pull' | 'build' | 'push'): string =>
  isSinglePod(spec) ? SINGLE : step;

const SINGLE = 'build-and-push';

/** Pull and push may be tried again: both do the same when done twice. A build costs too much to fail twice in silence. */
function threeTasks(spec: AgentBuildSpec): PipelineTask[] {
  return [
    { ...inWorkspace('pull', pullStep(spec)), retries: 1 },
    { ...inWorkspace('build', buildStep(spec)), runAfter: ['pull'] },
    { ...inWorkspace('push', pushStep(spec)), runAfter: ['build'], retries: 1 },
  ];
}

function inWorkspace(name: string, plan: StepPlan): PipelineTask {
  const { params, taskSpec } = taskOf([plan]);
  const workspaces = [{ name: WORKSPACE, mountPath: SHARED_DIR }];
  return {
    name,
    ...(params ? { params } : {}),
    workspaces: [{ name: WORKSPACE, workspace: WORKSPACE }],
    taskSpec: { ...taskSpec, workspaces },
  };
}

function singleTask(spec: AgentBuildSpec): PipelineTask {
  const shared = { name: WORKSPACE, emptyDir: {} };
  const plans = [pullStep(spec), buildStep(spec), pushStep(spec)];
  const { params, taskSpec } = taskOf(plans);
  const steps = taskSpec.steps.map(mountShared);
  return {
    name: SINGLE,
    ...(params ? { params } : {}),
    taskSpec: { ...taskSpec, steps, volumes: [shared, ...(taskSpec.volumes ?? [])] },
  };
}

const mountShared = ({ volumeMounts = [], ...step }: TektonStep): TektonStep => ({
  ...step,
  volumeMounts: [{ name: WORKSPACE, mountPath: SHARED_DIR }, ...volumeMounts],
});
