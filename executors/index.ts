/**
 * Runs one task in one of several places. This library prints nothing, never exits the process and keeps no state.
 *
 * @packageDocumentation
 */
import { container } from './container/container.js';
import { job } from './job/job.js';
import { kubernetes } from './kubernetes/kubernetes.js';
import { local } from './local/local.js';

export type { ContainerOptions } from './container/container.js';
export { type ExecuteOptions, execute } from './execute.js';
export { ExecutionFailure } from './execution-failure.js';
export type { Availability, Executable, Executor, Exit, Streams, Terminal, TerminalSize } from './executor.js';
export type { JobOptions } from './job/job.js';
export { type Copy, copyOf } from './kubernetes/copy/copy-paths.js';
export type { KubernetesOptions } from './kubernetes/kubernetes.js';
export type { LocalOptions } from './local/local.js';
export { type ContainersOptions, inContainers } from './planned/in-containers.js';
export { inProcesses, type ProcessesOptions } from './planned/in-processes.js';
export { type LocalPlan, type PlanLocalOptions, type PlanTarget, planLocal } from './planned/plan-local.js';
export type { PodPart, PodPlace, ReadyContainer } from './planned/pod-place.js';
export { type PlannedExit, type RunPlannedOptions, runPlanned } from './planned/run-planned.js';
export type { FolderChanges } from './planned/workspace-changes.js';

/** The executors of kubetask. */
export const executors = { local, container, kubernetes, job } as const;
