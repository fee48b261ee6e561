import type { BatchSpec, Task, TaskRun } from '../../api/generated/kinds.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { planBatchRun } from '../../plan/batch-run/plan.js';
import { type BatchRunObjects, batchRunInputs } from '../../plan/batch-run/resolve.js';
import { withSelectedTasks } from '../../plan/batch-run/selected-tasks.js';
import { layeredContexts } from '../../plan/context/layered-contexts.js';
import { plannedRepositories } from '../../plan/context/repository.js';
import { type CheckedObject, checkObject } from '../../plan/manifest/object/checked-object.js';
import { compositions } from '../../plan/manifest/together/composition.js';
import { type KnownObjects, knownObjects, ofKind } from '../../plan/manifest/together/known-objects.js';
import { formatProblem } from '../../plan/problem.js';
import { planTaskRun } from '../../plan/task-run/plan.js';
import { plannedProblems, type TaskRunObjects, taskRunInputs, taskRunObjects } from '../../plan/task-run/resolve.js';
import { UserError } from '../errors/user-error.js';
import { plannedAgent } from './planned-agent.js';
import { plannedAgentBuild } from './planned-agent-build.js';
import type { PlannedRun } from './planned-run.js';

/** What checked manifests of some kinds lead to. */
type Planner = (checked: readonly CheckedObject[], known: KnownObjects) => PlannedRun[];

/** One row for each kind that creates objects, in the order of the output. A template is planned with its runs. */
const planners: readonly Planner[] = [
  plannedBatchRuns,
  plannedTaskRuns,
  (checked) => ofKind(checked, 'Agent').map(({ stored }) => plannedAgent(stored)),
  (checked) => ofKind(checked, 'AgentBuild').map(({ stored }) => plannedAgentBuild(stored)),
];

/**
 * What checked manifests lead to: each BatchRun and TaskRun, each template without one, each Agent and each AgentBuild.
 *
 * @throws UserError with every problem that prevents the plan of a TaskRun
 */
export function plannedRuns(objects: readonly KubernetesObject[]): PlannedRun[] {
  const checked = objects.map(checkObject);
  const known = knownObjects(checked);
  return planners.flatMap((planned) => planned(checked, known));
}

function plannedBatchRuns(checked: readonly CheckedObject[], known: KnownObjects): PlannedRun[] {
  const { runs, templates } = compositions(checked, known);
  return [
    ...runs.flatMap((run) => plannedBatchRun(run, true)),
    ...templates.flatMap((run) => plannedBatchRun(run, false)),
  ];
}

function plannedBatchRun(objects: BatchRunObjects, isReal: boolean): PlannedRun[] {
  const found = batchRunInputs(objects);
  if (!found) return [];
  const inputs = withSelectedTasks(found);
  const plan = planBatchRun(inputs);
  return [
    {
      name: `batchrun/${inputs.run.name}`,
      namespace: inputs.run.namespace,
      template: inputs.batch.name ? `batch/${inputs.batch.name}` : '',
      isReal,
      get parts() {
        return plan.tasks.map(({ name: job, index }) => ({
          name: job,
          work: repositoriesOf(inputs.batch.spec, index),
        }));
      },
      *objects() {
        yield* plan.configMaps;
        for (const task of plan.tasks) {
          yield* task.texts();
          yield task.job();
        }
      },
    },
  ];
}

const repositoriesOf = (batch: BatchSpec, index: number): string =>
  plannedRepositories(layeredContexts(batch, {}, index))
    .map(({ url, branch, revision }) => [url, revision ?? branch].filter(Boolean).join(' '))
    .join(', ');

function plannedTaskRuns(checked: readonly CheckedObject[], known: KnownObjects): PlannedRun[] {
  const real = ofKind(checked, 'TaskRun').flatMap(({ stored }) => plannedTaskRun(taskRunObjects(stored, known), true));
  const named = new Set(real.map(({ template }) => template));
  const others = ofKind(checked, 'Task')
    .filter(({ stored }) => !named.has(`task/${stored.metadata.name}`) && !needsParams(stored))
    .flatMap(({ stored }) => plannedTaskRun(taskRunObjects(runOf(stored), known), false));
  return [...real, ...others];
}

const needsParams = ({ spec }: Task): boolean => (spec.params ?? []).some((param) => param.default === undefined);

const runOf = ({ metadata }: Task): TaskRun => ({
  apiVersion: 'kubetask.io/v1alpha1',
  kind: 'TaskRun',
  metadata: { ...metadata, name: `${metadata.name}-run` },
  spec: { taskRef: metadata.name },
});

function plannedTaskRun(objects: TaskRunObjects, isReal: boolean): PlannedRun[] {
  const inputs = taskRunInputs(objects);
  if (!inputs) return [];
  const { run, task } = inputs;
  const problems = plannedProblems(objects, inputs);
  if (problems.length > 0) throw new UserError(`Cannot plan taskrun/${run.name}`, problems.map(formatProblem));
  const { configMaps, pod } = planTaskRun(inputs);
  return [
    {
      name: `taskrun/${run.name}`,
      namespace: run.namespace,
      template: task.name ? `task/${task.name}` : '',
      isReal,
      parts: (task.spec.steps ?? []).map((step, i) => ({ name: step.name ?? `step-${i}`, work: step.image ?? '' })),
      objects: () => [...configMaps, pod],
    },
  ];
}
