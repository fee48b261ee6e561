import type { ApiObjectMetadata, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import type { Batch, BatchRun } from '../api/generated/kinds.js';
import { withRunParams } from '../plan/batch-run/params.js';
import { planHash } from '../plan/batch-run/plan-hash.js';
import { checkObject } from '../plan/manifest/object/checked-object.js';
import { objectProblems } from '../plan/manifest/together/object-problems.js';
import { formatProblem } from '../plan/problem.js';
import type { Context } from './context/context.js';
import { emitObject } from './emit-object.js';
import { Fleet } from './fleet/fleet.js';
import { objectMetadata } from './object-metadata.js';
import { overlookedDefault } from './overlooked-default.js';
import { placeOfRun, type RunPlace } from './place-of-run.js';
import { reportProblems } from './reported-problems.js';
import { type RetryProps, retrySpec } from './retry.js';
import { type RunName, runName } from './run-name.js';
import { emitSynthesizedRun, isSynthesized, unresolvedReferences } from './synthesized-run.js';
import { WorkspaceConstruct } from './workspace-construct.js';

interface TemplateProps {
  /** @default the id of the construct as name, and the namespace of the chart */
  readonly metadata?: ApiObjectMetadata;
  /**
   * Contexts of every task, after defaultContexts of the WorkspaceConfig.
   *
   * @default none
   */
  readonly commonContext?: readonly Context[];
  /**
   * How often a failed task is retried. Agents are not idempotent, so the default is 0.
   *
   * @default 0
   */
  readonly backoffLimit?: number;
  /**
   * Which classes of failures are retried, how often, and after which time.
   *
   * @default rate limits and disrupted Pods are retried
   */
  readonly retry?: RetryProps;
  /**
   * How long the Pod of a task can wait for its start before the task fails, in whole seconds. The time in a queue does
   * not count.
   *
   * @default no limit
   */
  readonly pendingTimeout?: Duration;
  /**
   * How long a task can take, with all attempts, in whole seconds.
   *
   * @default no limit
   */
  readonly activeDeadline?: Duration;
  /**
   * How many tasks of a run can have an unfinished Pod at the same time. 0 means no limit. If it is set, Pods of
   * synthesized Jobs have a scheduling gate, which the reconciler removes.
   *
   * @default 10 for `jobs: 'runtime'`, else no limit
   */
  readonly maxConcurrency?: number;
  /**
   * Part of the key of every task. If you change it, every task gets another key and another branch.
   *
   * @default none
   */
  readonly keySalt?: string;
  /**
   * Parameters that text templates use as `${params.<name>}`.
   *
   * @default none
   */
  readonly params?: readonly BatchParam[];
  /**
   * `succeeded`: a task does not run again if its key has succeeded in any run of this Batch. The Pods of synthesized
   * Jobs then wait for the reconciler.
   *
   * @default never
   */
  readonly reuse?: 'never' | 'succeeded';
}

/** One task with a name. */
export interface NamedTask {
  /**
   * Unique in the Batch: lower-case letters, digits and `-`.
   *
   * @default from its repository, such as `myorg-service-a`
   */
  readonly name?: string;
  /** Contexts of the task, after commonContext. */
  readonly contexts: readonly Context[];
}

/** Tasks with names. */
export interface NamedTaskList {
  /**
   * The tasks. The name of a Job is `<run>-<name>-<first digits of the key>-<hash of the Job>`, so other tasks do not
   * change it.
   */
  readonly tasks: readonly NamedTask[];
  /**
   * `TaskName` adds the name of each task to its branch and its key. Tasks with the same work on one repository then
   * have different branches.
   *
   * @default none
   */
  readonly branchSuffix?: 'TaskName';
  readonly variableContexts?: 'give either variableContexts or tasks';
}

/** Tasks by position. */
export interface PositionalTaskList {
  /**
   * One list per task, in task order, or a fleet with one task per repository. The name of a Job is `<run>-task-<i>`.
   */
  readonly variableContexts: readonly (readonly Context[])[] | Fleet;
  readonly tasks?: 'give either variableContexts or tasks';
  readonly branchSuffix?: 'give tasks with names';
}

/** The tasks, with names or by position. */
export type TaskList = NamedTaskList | PositionalTaskList;

/** A parameter of the text templates of a Batch. */
export interface BatchParam {
  /** Letters, digits, `_` and `-`. Unique. */
  readonly name: string;
  /** Purpose of the parameter. */
  readonly description?: string;
  /**
   * Value for runs that set none.
   *
   * @default none: every run must set one
   */
  readonly default?: string;
}

interface RunSalt {
  /**
   * Values of the parameters of the Batch.
   *
   * @default none: all parameters have defaults
   */
  readonly params?: Readonly<Record<string, string>>;
  /**
   * Part of the key of every task of this run, such as `2026-12`. Its branches are different from those of earlier
   * runs, which may have been merged.
   *
   * @default the value of the Batch
   */
  readonly keySalt?: string;
}

/** A run whose Jobs and ConfigMaps are written. */
export type SynthesizedRun = RunName & RunSalt & RunPlace & { readonly jobs?: 'synthesized' };

/** A run whose Jobs and ConfigMaps the reconciler creates. */
export type RuntimeRun = RunName & RunSalt & RunPlace & { readonly jobs: 'runtime' };

/** A Batch whose run the reconciler plans. Its WorkspaceConfig can exist only in the cluster. */
export interface RuntimeBatchProps extends TemplateProps {
  /**
   * The environment of the tasks, or its name in the cluster.
   *
   * @default the WorkspaceConfig named `default`, otherwise the built-in agent image
   */
  readonly workspace?: WorkspaceConstruct | string;
  /**
   * A run of this Batch.
   *
   * @default none: the Batch is only a template
   */
  readonly run?: RuntimeRun;
}

/** A Batch whose run is planned at build time. Its Jobs and ConfigMaps are written, and you review them with it. */
export interface SynthesizedBatchProps extends TemplateProps {
  /**
   * The environment of the tasks.
   *
   * @default the built-in agent image
   */
  readonly workspace?: WorkspaceConstruct | "give a WorkspaceConstruct, or set jobs: 'runtime' in run";
  /**
   * A run of this Batch.
   *
   * @default none: the Batch is only a template
   */
  readonly run?: SynthesizedRun;
}

/** Props of a BatchConstruct. `run.jobs` selects the variant. */
export type BatchProps = (RuntimeBatchProps | SynthesizedBatchProps) & TaskList;

/**
 * A Batch and, with `run`, a BatchRun of it with its Jobs and ConfigMaps. The reconciler would create the same Jobs and
 * ConfigMaps.
 */
export class BatchConstruct extends Construct {
  /** metadata.name of the Batch. */
  readonly name: string;
  /** metadata.name of the BatchRun. Undefined without `run`. */
  readonly runName: string | undefined;

  constructor(scope: Construct, id: string, props: BatchProps) {
    super(scope, id);
    const workspace = props.workspace instanceof WorkspaceConstruct ? props.workspace : undefined;
    const batch = batchManifest(this, props);
    const run = props.run ? runManifest(batch, workspace, props.run) : undefined;
    this.name = batch.metadata.name;
    this.runName = run?.metadata.name;

    const objects = [workspace?.manifest, batch, run].filter((object) => object !== undefined).map(checkObject);
    const synthesized = objects.filter(isSynthesized);
    const problems = [...objectProblems(objects), ...synthesized.flatMap((one) => unresolvedReferences(one, objects))];
    const lateProblems = () => (synthesized.length > 0 && !workspace ? overlookedDefault(this, batch) : []);
    reportProblems(this, () => [...problems, ...lateProblems()].map(formatProblem));

    emitObject(this, 'Resource', batch);
    if (!run) return;
    const place = placeOfRun(this, run.metadata.name, props.run?.chart);
    if (synthesized.length === 0) emitObject(place, 'Run', run);
    if (problems.length > 0) return;
    for (const one of synthesized) emitSynthesizedRun(place, 'Run', one, objects);
  }
}

function batchManifest(construct: Construct, props: BatchProps): Batch {
  const { commonContext, workspace } = props;
  const { backoffLimit, retry, pendingTimeout, activeDeadline, maxConcurrency, keySalt, reuse, params } = props;
  const spec = {
    ...(commonContext ? { commonContext: [...commonContext] } : {}),
    ...taskList(props),
    ...(params ? { params: [...params] } : {}),
    ...(workspace ? { workspaceConfigRef: typeof workspace === 'string' ? workspace : workspace.name } : {}),
    ...(backoffLimit === undefined ? {} : { backoffLimit }),
    ...(retry ? { retry: retrySpec(retry) } : {}),
    ...(pendingTimeout ? { pendingSeconds: pendingTimeout.toSeconds() } : {}),
    ...(activeDeadline ? { activeDeadlineSeconds: activeDeadline.toSeconds() } : {}),
    ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
    ...(keySalt === undefined ? {} : { keySalt }),
    ...(reuse === undefined ? {} : { reuse }),
  };
  const metadata = objectMetadata(construct, props.metadata);
  return { apiVersion: 'kubetask.io/v1alpha1', kind: 'Batch', metadata, spec };
}

/** Both lists, if somebody without types gives both: then the planner reports it. */
function taskList(props: TaskList): Pick<Batch['spec'], 'variableContexts' | 'tasks' | 'branchSuffix'> {
  const { variableContexts, tasks, branchSuffix } = props as object as Partial<
    Pick<NamedTaskList, 'tasks' | 'branchSuffix'> & Pick<PositionalTaskList, 'variableContexts'>
  >;
  return {
    ...(variableContexts ? { variableContexts: contextsOf(variableContexts) } : {}),
    ...(tasks ? { tasks: tasks.map((task) => ({ ...task, contexts: [...task.contexts] })) } : {}),
    ...(branchSuffix === undefined ? {} : { branchSuffix }),
  };
}

const contextsOf = (tasks: readonly (readonly Context[])[] | Fleet) =>
  tasks instanceof Fleet ? tasks.contexts() : tasks.map((contexts) => [...contexts]);

function runManifest(
  batch: Batch,
  workspace: WorkspaceConstruct | undefined,
  run: NonNullable<BatchProps['run']>,
): BatchRun {
  const { name: batchRef, namespace } = batch.metadata;
  const jobs = run.jobs ?? 'synthesized';
  const salt = run.keySalt === undefined ? {} : { keySalt: run.keySalt };
  const values = Object.entries(run.params ?? {}).map(([param, value]) => ({ name: param, value }));
  const params = values.length > 0 ? { params: values } : {};
  const spec = withRunParams(batch.spec, values);
  const inputs = { batch: { name: batchRef, spec }, workspace: workspace?.manifest.spec ?? {} };
  const name = runName(run, batchRef, () => planHash({ ...inputs, run: { name: batchRef, jobs, ...salt } }));
  return {
    apiVersion: 'kubetask.io/v1alpha1',
    kind: 'BatchRun',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    spec: { batchRef, jobs, ...salt, ...params },
  };
}
