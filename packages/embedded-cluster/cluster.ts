import { join } from 'node:path';
import { type Clock, systemClock } from '../work-queue/clock.js';
import type { FaultPlan } from './api-server/fault-plan.js';
import { writeKubeconfig } from './api-server/kubeconfig.js';
import { type ApiServer, type Authorize, startApiServer } from './api-server/start-api-server.js';
import type { CommandForImage } from './node/container/container-command.js';
import type { LocalNode } from './node/kubelet.js';
import { killMarkedProcesses } from './node/processes/escaped-processes.js';
import { chooseMark, markThisProcess } from './node/processes/process-mark.js';
import { startReaper } from './node/processes/reaper.js';
import { removeTree } from './node/scratch/remove-tree.js';
import { createScratch } from './node/scratch/scratch.js';
import { claimScratch, sweepStaleScratch } from './node/scratch/scratch-owner.js';
import { startServiceProxy } from './node/services/service-proxy.js';
import { startNode } from './node/start-node.js';
import { assertReplaceable, type OwnedKubeconfig, removeKubeconfig } from './owned-kubeconfig.js';
import { startTekton, type TektonOptions } from './tekton/start-tekton.js';
import { startClaimBinder } from './workloads/claim-binder.js';
import { startDeploymentController } from './workloads/deployment/controller.js';
import { startGarbageCollector } from './workloads/garbage/controller.js';
import { startPodGarbageCollector } from './workloads/garbage/unscheduled-pods.js';
import { startJobController } from './workloads/job/controller.js';
import { startReplicaSetController } from './workloads/replica-set/controller.js';

/** How a cluster starts. */
export interface LocalClusterOptions {
  /** An absent or empty folder. @default a fresh one in the system's temporary folder */
  readonly scratchDirectory?: string;
  /** The command that stands for an image whose container names none. @default none: such a Pod reports ErrImagePull */
  readonly commandForImage?: CommandForImage;
  /** Pods that run at the same time; others stay Pending, as on a full node. @default twice the CPUs, at least 4 */
  readonly maxPods?: number;
  /** Serves Tekton's kinds and runs the part of them that AgentBuilds need. @default Tekton is absent */
  readonly tekton?: TektonOptions;
  /** What the one user is allowed to do over the network, for tests of clients that are not administrators. @default everything */
  readonly authorize?: Authorize;
  /** Makes requests over the network go wrong on purpose, for tests of clients. */
  readonly faults?: FaultPlan;
  /** The time of the whole cluster: the server, its controllers, the node. Containers see the machine's. @default the system's */
  readonly clock?: Clock;
  /** Where to write the kubeconfig, readable by its owner only. */
  readonly kubeconfigPath: string;
}

/** A running cluster. */
export interface LocalCluster {
  readonly server: ApiServer;
  readonly scratchDirectory: string;
  /** Ends every process (SIGTERM, then SIGKILL), removes the scratch folder and the kubeconfig. Safe to call twice. */
  stop(): Promise<void>;
}

/** What is left to a container's SIGTERM handler when the whole cluster stops. */
const stopGraceSeconds = 3;

/**
 * Starts the embedded cluster: an API server on the loopback interface, the controllers, and a node that runs Pods as
 * processes of this machine. Cleans up first what a killed cluster may have left behind. If this process dies without
 * `stop`, nothing of it stays either.
 */
export async function startCluster(options: LocalClusterOptions): Promise<LocalCluster> {
  const { clock = systemClock } = options;
  await sweepStaleScratch(options.scratchDirectory);
  assertReplaceable(options.kubeconfigPath);
  const scratch = createScratch(options.scratchDirectory);
  let node: LocalNode | undefined;
  const server = await startApiServer({
    logs: { read: (...request) => started(node).readLog(...request) },
    streams: {
      container: (name) => started(node).streams.container(name),
      ports: (name) => started(node).streams.ports(name),
    },
    ...(options.authorize && { authorize: options.authorize }),
    ...(options.faults && { faults: options.faults }),
    ...(options.clock && { clock }),
  });
  const kubeconfig: OwnedKubeconfig = { path: options.kubeconfigPath, serverUrl: server.url };
  const mark = chooseMark();
  claimScratch(scratch, kubeconfig, mark);
  const reaper = startReaper(scratch, kubeconfig, mark);
  markThisProcess(mark); // after the reaper, which must not end itself
  writeKubeconfig(options.kubeconfigPath, server);
  node = startNode(server.api, { ...options, scratch });
  const workloads = [startJobController, startDeploymentController, startReplicaSetController];
  const start = [...workloads, startGarbageCollector, startPodGarbageCollector, startServiceProxy];
  const controllers = [
    ...start.map((startController) => startController(server.api, clock)),
    startClaimBinder(server.api, scratch.claims, clock),
    ...(options.tekton ? [startTekton(server.api, join(scratch.root, 'tekton'), options.tekton, clock)] : []),
  ];
  const stop = once(async () => {
    for (const controller of controllers) await controller.stop();
    await node.stop(stopGraceSeconds);
    killMarkedProcesses(mark);
    await server.stop();
    removeKubeconfig(kubeconfig);
    await removeTree(scratch.root);
    reaper.dismiss();
  });
  return { server, scratchDirectory: scratch.root, stop };
}

function started(node: LocalNode | undefined): LocalNode {
  if (!node) throw new Error('Cannot reach containers: the node has not started');
  return node;
}

function once(action: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= action();
    return done;
  };
}
