import type { Logger } from '../packages/kubernetes-client/logger.js';
import type { EngineMetrics } from '../packages/kubernetes-client/metrics.js';
import type { Transport } from '../packages/kubernetes-client/transport/transport.js';
import type { Clock } from '../packages/work-queue/clock.js';
import { agentController } from './agent/controller.js';
import { type Informers as AgentInformers, createAgentInformers } from './agent/informers.js';
import { agentBuildController } from './agent-build/controller.js';
import { type Informers as AgentBuildInformers, createAgentBuildInformers, ofTekton } from './agent-build/informers.js';
import { batchRunController } from './batch-run/controller.js';
import { type Informers as BatchRunInformers, createBatchRunInformers } from './batch-run/informers.js';
import { createPassMemory } from './batch-run/pass-memory.js';
import { limitedBatchRuns } from './batch-run/policies/shared-limit.js';
import { createSharedInformers } from './caches/shared-informers.js';
import { type Part, runControllers, type Synced } from './engine/reconcile/run-controllers.js';
import type { Retention } from './limits/retention.js';
import { SharedLimits } from './limits/shared-limits.js';
import { taskRunController } from './task-run/controller.js';
import { createTaskRunInformers, type Informers as TaskRunInformers } from './task-run/informers.js';
import { createPassMemory as createTaskRunMemory } from './task-run/pass-memory.js';
import { limitedTaskRuns } from './task-run/policies/shared-limit.js';

export interface StartOptions {
  /** Stays the caller's, who closes it after `stop`. */
  readonly transport: Transport;
  /** The only namespaces to look at, for Roles instead of a ClusterRole. Not empty. @default all */
  readonly namespaces?: readonly string[];
  /** Awaited when the caches of a reconciler are filled; passes begin when it resolves. @default begins at once */
  readonly elect?: (signal: AbortSignal) => Promise<void>;
  /** @default finished runs are kept for ever */
  readonly retention?: Retention;
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly metrics?: EngineMetrics;
}

export interface Reconcilers {
  /** Filled and kept true from the beginning, also while another replica leads. */
  readonly informers: BatchRunInformers & TaskRunInformers & AgentInformers & AgentBuildInformers;
  /** Resolves when passes have begun, of every kind that the server has; also when stopped before. */
  readonly started: Promise<void>;
  /** Resolves when nothing is in flight any more. May be called again. */
  stop(): Promise<void>;
}

/**
 * Starts every reconciler and resolves at once, before the caches are filled. Each begins when the kinds that it reads
 * are there; their CustomResourceDefinitions may be installed later, and none waits for another's.
 */
export async function startReconcilers(options: StartOptions): Promise<Reconcilers> {
  const shared = createSharedInformers(options);
  const batchRun = { ...shared, ...createBatchRunInformers(options) };
  const taskRun = { ...shared, ...createTaskRunInformers(options) };
  const memory = createPassMemory();
  const taskRunMemory = createTaskRunMemory();
  const limits = new SharedLimits(
    [limitedBatchRuns(batchRun, memory), limitedTaskRuns(taskRun, taskRunMemory)],
    shared.workspaces.store,
  );
  const agent = { warnings: shared.warnings, ...createAgentInformers(options) };
  const agentBuild = { warnings: shared.warnings, agents: agent.agents, ...createAgentBuildInformers(options) };
  const stopping = new AbortController();
  const running = runControllers({
    ...options,
    parts: [
      // Each counts the other's Pods, which share its limits.
      {
        needs: [...Object.values(batchRun), taskRun.taskRunPods],
        optional: [taskRun.taskRuns, taskRun.tasks],
        create: () => batchRunController(batchRun, { ...options, memory, limits }),
      },
      {
        needs: [...Object.values(taskRun), batchRun.jobs, batchRun.pods],
        optional: [batchRun.runs, batchRun.batches],
        create: () => taskRunController(taskRun, { ...options, memory: taskRunMemory, limits }),
      },
      { needs: Object.values(agent), create: () => agentController(agent, options) },
      agentBuildPart(agentBuild, options),
    ],
    signal: stopping.signal,
  });
  return {
    informers: { ...batchRun, ...taskRun, ...agent, ...agentBuild },
    started: running.then(() => undefined),
    stop: async () => {
      stopping.abort();
      await (await running).stop();
    },
  };
}

/** It begins without Tekton, to say that it is missing. */
function agentBuildPart(informers: AgentBuildInformers, options: StartOptions): Part {
  const optional: readonly Synced[] = ofTekton(informers);
  const needs = Object.values(informers).filter((informer) => !optional.includes(informer));
  return { needs, optional, create: () => agentBuildController(informers, options) };
}
