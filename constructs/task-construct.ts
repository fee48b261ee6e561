import type { ApiObjectMetadata, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import type { ParamSpec, Task, TaskRun, WorkspaceConfig } from '../api/generated/kinds.js';
import { contentHash } from '../packages/kubernetes-conventions/content-hash.js';
import { checkObject } from '../plan/manifest/object/checked-object.js';
import { objectProblems } from '../plan/manifest/together/object-problems.js';
import { formatProblem } from '../plan/problem.js';
import type { Context } from './context/context.js';
import { emitObject } from './emit-object.js';
import { objectMetadata } from './object-metadata.js';
import { placeOfRun, type RunPlace } from './place-of-run.js';
import { reportProblems } from './reported-problems.js';
import { type RunName, runName } from './run-name.js';
import { type Step, stepSpec } from './step.js';
import { WorkspaceConstruct } from './workspace-construct.js';

interface TemplateProps {
  /** @default the id of the construct as name, and the namespace of the chart */
  readonly metadata?: ApiObjectMetadata;
  /**
   * Parameters of the runs. The steps or the agent get each as `PARAM_<NAME>`.
   *
   * @default none
   */
  readonly params?: readonly ParamSpec[];
  /**
   * The environment, or its name in the cluster.
   *
   * @default the WorkspaceConfig named `default`, otherwise the built-in agent image
   */
  readonly workspace?: WorkspaceConstruct | string;
  /**
   * A run of this Task; its Pod is created by the reconciler.
   *
   * @default none: the Task is only a template
   */
  readonly run?: TaskRunProps;
}

/** A TaskRun that is written beside its Task. */
export type TaskRunProps = RunName &
  RunPlace & {
    /**
     * Values by name of the parameter.
     *
     * @default none: all parameters have defaults
     */
    readonly params?: Readonly<Record<string, string>>;
    /**
     * How long the Pod can wait for a node and run, in whole seconds.
     *
     * @default no limit
     */
    readonly timeout?: Duration;
  };

/** A Task with steps that run in order in one Pod. */
export interface StepsTaskProps extends TemplateProps {
  /** In order, at least one. */
  readonly steps: readonly Step[];
  /** Absent: steps have no contexts. */
  readonly contexts?: 'give either steps or contexts';
}

/** A Task of one agent. */
export interface AgentTaskProps extends TemplateProps {
  /** After defaultContexts of the WorkspaceConfig. */
  readonly contexts: readonly Context[];
  /** Absent: the agent is the only container. */
  readonly steps?: 'give either steps or contexts';
}

/** Props of a TaskConstruct: steps or contexts. */
export type TaskProps = StepsTaskProps | AgentTaskProps;

/** A Task and, with `run`, a TaskRun of it. */
export class TaskConstruct extends Construct {
  /** metadata.name of the Task. */
  readonly name: string;
  /** metadata.name of the TaskRun. Undefined without `run`. */
  readonly runName: string | undefined;

  constructor(scope: Construct, id: string, props: TaskProps) {
    super(scope, id);
    const workspace = props.workspace instanceof WorkspaceConstruct ? props.workspace.manifest : undefined;
    const task = taskManifest(this, props);
    const run = props.run ? runManifest(task, workspace, props.run) : undefined;
    this.name = task.metadata.name;
    this.runName = run?.metadata.name;

    const objects = [workspace, task, run].filter((object) => object !== undefined).map(checkObject);
    reportProblems(this, () => objectProblems(objects).map(formatProblem));

    emitObject(this, 'Resource', task);
    if (run) emitObject(placeOfRun(this, run.metadata.name, props.run?.chart), 'Run', run);
  }
}

function taskManifest(construct: Construct, props: TaskProps): Task {
  const { params, steps, contexts, workspace } = props;
  const spec = {
    ...(params ? { params: [...params] } : {}),
    ...(typeof steps === 'object' ? { steps: steps.map(stepSpec) } : {}),
    ...(typeof contexts === 'object' ? { contexts: [...contexts] } : {}),
    ...(workspace ? { workspaceConfigRef: typeof workspace === 'string' ? workspace : workspace.name } : {}),
  };
  const metadata = objectMetadata(construct, props.metadata);
  return { apiVersion: 'kubetask.io/v1alpha1', kind: 'Task', metadata, spec };
}

function runManifest(
  { metadata, spec }: Task,
  workspace: WorkspaceConfig | undefined,
  { params = {}, timeout, chart: _, ...name }: TaskRunProps,
): TaskRun {
  const { name: taskRef, namespace } = metadata;
  const values = Object.entries(params).map(([param, value]) => ({ name: param, value }));
  const given = {
    ...(values.length > 0 ? { params: values } : {}),
    ...(timeout ? { timeout: `${timeout.toSeconds()}s` } : {}),
  };
  return {
    apiVersion: 'kubetask.io/v1alpha1',
    kind: 'TaskRun',
    metadata: {
      name: runName(name, taskRef, () => contentHash([spec, given, workspace?.spec])),
      ...(namespace === undefined ? {} : { namespace }),
    },
    spec: { taskRef, ...given },
  };
}
