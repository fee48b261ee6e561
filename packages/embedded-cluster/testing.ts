/** What tests of clients need beside a cluster: faults on purpose, single parts of it, and what it holds. */

export { FakeClock } from '../work-queue/testing.js';
export type { Fault, FaultPlan } from './api-server/fault-plan.js';
export { createServerCertificate } from './api-server/tls/certificate.js';
export { expandVariables } from './node/container/expand-variables.js';
export { findImage } from './stand-in/registry-folder.js';
export type { PipelineRun, PipelineTask, Step, TaskRun, TaskSpec } from './tekton/objects.js';
export { taskRunDefinition } from './tekton/task-run/definition.js';
export { startGarbageCollector } from './workloads/garbage/controller.js';
export { startJobController } from './workloads/job/controller.js';
export { reconcileJob } from './workloads/job/reconcile.js';
