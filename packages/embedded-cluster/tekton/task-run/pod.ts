import { fitName } from '../../../kubernetes-conventions/fit-name.js';
import type { KubernetesObject } from '../../../kubernetes-conventions/kubernetes-object.js';
import type { Container, EnvVar, Pod, PodSpec, Volume, VolumeMount } from '../../objects.js';
import { controllerReference } from '../../workloads/controller-reference.js';
import { childName } from '../child-name.js';
import { managedBy, type Step, type StepTemplate, type TaskRun, type TaskSpec } from '../objects.js';
import { paramValues, paramVariables } from '../param-values.js';
import type { InstalledPrograms } from '../programs.js';
import { replaceIn, type Variables } from '../variables.js';
import { boundWorkspaces, workspaceVariables } from '../workspaces.js';
import { stepCommand } from './step-command.js';

/** Where steps leave their results, and what else Tekton promises them. */
export const resultsPath = '/tekton/results';
const homePath = '/tekton/home';

/** What this machine adds to a Pod. */
export interface Machine {
  /** Folder of this machine that takes the results of this attempt. */
  readonly resultsFolder: string;
  readonly programs: InstalledPrograms;
}

export const containerName = ({ name }: Step, index: number): string => `step-${name || `unnamed-${index}`}`;

/** `<taskrun>-pod`, and for the second try `<taskrun>-pod-retry1`. */
export function podNameOf({ metadata, status }: TaskRun): string {
  const retries = status?.retriesStatus?.length ?? 0;
  return childName(metadata.name, `-pod${retries === 0 ? '' : `-retry${retries}`}`);
}

/**
 * The Pod that runs the steps one after the other. Unlike Tekton's, all but the last are init containers, which is how a
 * kubelet keeps an order.
 *
 * @param spec as `variablesOf` can replace everything in it
 */
export function podOfTaskRun(run: TaskRun, spec: TaskSpec, machine: Machine): Pod {
  const { env = [], volumes = [], ...template } = run.spec.podTemplate ?? {};
  const workspaces = boundWorkspaces(spec, run.spec.workspaces);
  const variables = variablesOf(run, spec);
  const steps = spec.steps ?? [];
  const containers = steps.map((step, i) => stepContainer({ run, spec, step, variables, env, machine }, i));
  const podSpec: PodSpec = {
    ...template,
    restartPolicy: 'Never',
    ...(run.spec.serviceAccountName && { serviceAccountName: run.spec.serviceAccountName }),
    initContainers: containers.slice(0, -1),
    containers: containers.slice(-1),
    volumes: [
      { name: 'tekton-internal-results', hostPath: { path: machine.resultsFolder, type: 'DirectoryOrCreate' } },
      { name: 'tekton-internal-home', emptyDir: {} },
      ...machine.programs.volumes,
      ...workspaces.map(({ volume }) => volume),
      ...(replaceIn(spec.volumes ?? [], variables) as readonly Volume[]),
      ...volumes,
    ],
  };
  return { apiVersion: 'v1', kind: 'Pod', metadata: podMetadata(run), spec: podSpec };
}

function podMetadata(run: TaskRun): KubernetesObject['metadata'] {
  const { name, namespace, labels, annotations } = run.metadata;
  return {
    name: podNameOf(run),
    ...(namespace !== undefined && { namespace }),
    labels: { ...labels, 'app.kubernetes.io/managed-by': managedBy, 'tekton.dev/taskRun': fitName(name) },
    ...(annotations && { annotations }),
    ownerReferences: [controllerReference(run)],
  };
}

/** What a Task's references stand for. */
export function variablesOf(run: TaskRun, spec: TaskSpec): Variables {
  const { name, namespace = '', uid = '' } = run.metadata;
  return new Map([
    ...paramVariables(paramValues(spec.params, run.spec.params)),
    ...workspaceVariables(spec, run.spec.workspaces),
    ...(spec.results ?? []).map((result) => [`results.${result.name}.path`, `${resultsPath}/${result.name}`] as const),
    ['context.taskRun.name', name],
    ['context.taskRun.namespace', namespace],
    ['context.taskRun.uid', uid],
    ['context.task.name', run.spec.taskRef?.name ?? name],
    ['context.task.retry-count', String(run.status?.retriesStatus?.length ?? 0)],
  ]);
}

interface StepInputs {
  readonly run: TaskRun;
  readonly spec: TaskSpec;
  readonly step: Step;
  readonly variables: Variables;
  /** Of the Pod template. */
  readonly env: readonly EnvVar[];
  readonly machine: Machine;
}

function stepContainer({ run, spec, step: raw, variables, env, machine }: StepInputs, index: number): Container {
  const merged = withTemplate(raw, spec.stepTemplate);
  const places = (raw.workspaces ?? []).flatMap(({ name, mountPath }) =>
    mountPath === undefined ? [] : [[`workspaces.${name}.path`, mountPath] as const],
  );
  const step = replaceIn(merged, new Map([...variables, ...places]));
  const { image = '', workingDir, envFrom, volumeMounts = [], computeResources } = step;
  return {
    name: containerName(raw, index),
    image,
    ...stepCommand(step),
    ...(workingDir !== undefined && { workingDir }),
    env: [...env, ...(step.env ?? [])],
    ...(envFrom && { envFrom }),
    ...(computeResources && { resources: computeResources }),
    ...(step.imagePullPolicy && { imagePullPolicy: step.imagePullPolicy }),
    ...(step.securityContext && { securityContext: step.securityContext }),
    volumeMounts: [
      { name: 'tekton-internal-results', mountPath: resultsPath },
      { name: 'tekton-internal-home', mountPath: homePath },
      ...machine.programs.mounts,
      ...workspaceMounts(run, spec, raw),
      ...volumeMounts,
    ],
  };
}

function withTemplate(step: Step, template: StepTemplate = {}): Step {
  const { env = [], volumeMounts = [], ...rest } = template;
  const own = new Set(step.env?.map(({ name }) => name));
  return {
    ...rest,
    ...step,
    env: [...env.filter(({ name }) => !own.has(name)), ...(step.env ?? [])],
    volumeMounts: [...volumeMounts, ...(step.volumeMounts ?? [])],
  };
}

/** A workspace that a step names is that step's, and of others only those that name it, too. */
function workspaceMounts(run: TaskRun, spec: TaskSpec, step: Step): readonly VolumeMount[] {
  const isolated = new Set(spec.steps?.flatMap(({ workspaces = [] }) => workspaces.map(({ name }) => name)));
  const named = new Map(step.workspaces?.map(({ name, mountPath }) => [name, mountPath]));
  return boundWorkspaces(spec, run.spec.workspaces)
    .filter(({ name }) => !isolated.has(name) || named.has(name))
    .map(({ name, mount }) => ({ ...mount, mountPath: named.get(name) ?? mount.mountPath }));
}
