import type { BatchSpec, Task, TaskRun, WorkspaceConfig } from '../../api/generated/kinds.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { formatFieldError } from '../../packages/structural-schema/field-error.js';
import { planBatchRun } from '../../plan/batch-run/plan.js';
import { layeredContexts } from '../../plan/context/layered-contexts.js';
import { plannedRepositories } from '../../plan/context/repository.js';
import { type CheckedObject, checkObject } from '../../plan/manifest/checked-object.js';
import { compositions, ofKind } from '../../plan/manifest/composition.js';
import { compositionInputs } from '../../plan/manifest/composition-inputs.js';
import { planTaskRun, type TaskRunInputs } from '../../plan/task-run/plan.js';
import { taskRunProblems } from '../../plan/task-run/problems.js';
import { workspaceConfigNameOf } from '../../plan/workspace-config-name.js';
import { UserError } from '../errors/user-error.js';
import { plannedAgent } from './planned-agent.js';
import { plannedAgentBuild } from './planned-agent-build.js';
import type { PlannedRun } from './planned-run.js';

/**
 * What checked manifests lead to: each BatchRun and TaskRun, each template without one, each Agent and each AgentBuild.
 *
 * @throws UserError with every problem that prevents the plan of a TaskRun
 */
export function plannedRuns(objects: readonly KubernetesObject[]): PlannedRun[] {
  const checked = objects.map(checkObject);
  return [
    ...compositions(checked).flatMap(plannedBatchRun),
    ...plannedTaskRuns(checked),
    ...ofKind(checked, 'Agent').map(({ stored }) => plannedAgent(stored)),
    ...ofKind(checked, 'AgentBuild').map(({ stored }) => plannedAgentBuild(stored)),
  ];
}

function plannedBatchRun(composition: ReturnType<typeof compositions>[number]): PlannedRun[] {
  const { run, batch } = composition;
  const inputs = compositionInputs(composition);
  if (!inputs || (!run && !batch)) return [];
  const name = run ? inputs.run.name : `${inputs.run.name}-run`;
  const plan = planBatchRun({ ...inputs, run: { ...inputs.run, name } });
  return [
    {
      name: `batchrun/${name}`,
      template: inputs.batch.name ? `batch/${inputs.batch.name}` : '',
      isReal: run !== undefined,
      parts: plan.tasks.map(({ name: job, index }) => ({ name: job, work: repositoriesOf(inputs.batch.spec, index) })),
      *objects() {
        yield* plan.configMaps;
        for (const task of plan.tasks) yield task.job();
      },
    },
  ];
}

const repositoriesOf = (batch: BatchSpec, index: number): string =>
  plannedRepositories(layeredContexts(batch, {}, index))
    .map(({ url, branch }) => `${url} ${branch}`)
    .join(', ');

function plannedTaskRuns(checked: readonly CheckedObject[]): PlannedRun[] {
  const [runs, tasks] = [ofKind(checked, 'TaskRun'), ofKind(checked, 'Task')];
  const real = runs.flatMap(({ stored }) => {
    const template = tasks.find(({ stored: task }) => isSame(task, stored, stored.spec.taskRef))?.stored;
    const spec = template?.spec ?? stored.spec.taskSpec;
    return spec ? [plannedTaskRun(checked, stored, spec, template)] : [];
  });
  const named = new Set(real.map(({ template }) => template));
  const others = tasks
    .filter(({ stored }) => !named.has(`task/${stored.metadata.name}`) && !needsParams(stored))
    .map(({ stored }) => ({ ...plannedTaskRun(checked, runOf(stored), stored.spec, stored), isReal: false }));
  return [...real, ...others];
}

const isSame = (task: Task, near: KubernetesObject, name: string | undefined): boolean =>
  task.metadata.name === name && task.metadata.namespace === near.metadata.namespace;

const needsParams = ({ spec }: Task): boolean => (spec.params ?? []).some((param) => param.default === undefined);

const runOf = ({ metadata }: Task): TaskRun => ({
  apiVersion: 'kubetask.io/v1alpha1',
  kind: 'TaskRun',
  metadata: { ...metadata, name: `${metadata.name}-run` },
  spec: { taskRef: metadata.name },
});

function plannedTaskRun(
  checked: readonly CheckedObject[],
  { metadata: { name, namespace }, spec: { params, timeout } }: TaskRun,
  spec: Task['spec'],
  template: Task | undefined,
): PlannedRun {
  const wanted = workspaceConfigNameOf(spec);
  const workspace = ofKind(checked, 'WorkspaceConfig').find(({ stored }) => isNamed(stored, wanted, namespace));
  const inputs: TaskRunInputs = {
    run: { name, ...(namespace ? { namespace } : {}), ...(params ? { params } : {}), ...(timeout ? { timeout } : {}) },
    task: { ...(template ? { name: template.metadata.name } : {}), spec },
    workspace: workspace?.stored.spec ?? {},
  };
  const problems = taskRunProblems(inputs);
  if (problems.length > 0) throw new UserError(`Cannot plan taskrun/${name}`, problems.map(formatFieldError));
  const { configMaps, pod } = planTaskRun(inputs);
  return {
    name: `taskrun/${name}`,
    template: template ? `task/${template.metadata.name}` : '',
    isReal: true,
    parts: (spec.steps ?? []).map((step, i) => ({ name: step.name ?? `step-${i}`, work: step.image ?? '' })),
    objects: () => [...configMaps, pod],
  };
}

const isNamed = ({ metadata }: WorkspaceConfig, name: string, namespace: string | undefined): boolean =>
  metadata.name === name && metadata.namespace === namespace;
