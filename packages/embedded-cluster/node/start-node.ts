import { availableParallelism } from 'node:os';
import { type Clock, systemClock } from '../../work-queue/clock.js';
import type { LocalApi } from '../local-api.js';
import { timestamp } from '../timestamp.js';
import type { CommandForImage } from './container/container-command.js';
import { type LocalNode, startKubelet } from './kubelet.js';
import { nodeName, nodeObject } from './node-object.js';
import { findMarker } from './processes/pod-mark.js';
import { createProcessGroups } from './processes/process-groups.js';
import { startScheduler } from './scheduler/scheduler.js';
import type { ScratchPaths } from './scratch/scratch.js';

export interface LocalNodeOptions {
  readonly scratch: ScratchPaths;
  readonly commandForImage?: CommandForImage;
  /** Pods that run at the same time; others stay Pending, as on a full node. @default twice the CPUs, at least 4 */
  readonly maxPods?: number;
  /** @default the system's */
  readonly clock?: Clock;
}

/** This machine as the one node of the cluster: registers it, places Pods on it, runs them. */
export function startNode(api: LocalApi, options: LocalNodeOptions): LocalNode {
  const { scratch, commandForImage = () => undefined, clock = systemClock } = options;
  const { maxPods = Math.max(4, 2 * availableParallelism()) } = options;
  const node = nodeObject(maxPods, timestamp(clock.now()));
  if (!api.get('nodes', '', nodeName)) api.create('nodes', node);
  api.updateStatus('nodes', node);
  const groups = createProcessGroups(scratch.processGroups);
  const hostPath = process.env.PATH ?? '/usr/bin:/bin';
  const kubelet = startKubelet({
    api,
    clock,
    scratch,
    groups,
    commandForImage,
    hostPath,
    marker: findMarker(hostPath),
  });
  const scheduler = startScheduler(api, node, maxPods, clock);
  return {
    readLog: kubelet.readLog,
    streams: kubelet.streams,
    stop: async (graceSeconds) => {
      await scheduler.stop();
      await kubelet.stop(graceSeconds);
    },
  };
}
