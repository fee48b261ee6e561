import type { NodeServices } from '../node-services.js';
import type { ContainerRun, PodRecord } from '../pod/pod-record.js';

/** What a process of an exec belongs to. */
export interface ExecPlace {
  readonly node: NodeServices;
  readonly pod: PodRecord;
  readonly run: ContainerRun;
}
