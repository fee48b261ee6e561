import type { MemoryBudget } from '../../packages/kubernetes-client/cache/memory-budget.js';
import { type Logger, silentLogger } from '../../packages/kubernetes-client/logger.js';
import type { Transport } from '../../packages/kubernetes-client/transport/transport.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { Clock } from '../../packages/work-queue/clock.js';
import { EventRecorder } from '../engine/event-recorder.js';
import { LEFT_OUT, leftOutMessage } from './left-out-message.js';
import type { LeftOutRuns } from './left-out-runs.js';

export interface LeftOutContext {
  readonly transport: Transport;
  readonly runs: LeftOutRuns;
  /** The runs that are held of a namespace. */
  readonly runsOf: (namespace: string) => readonly Parameters<LeftOutRuns['add']>[0][];
  readonly clock?: Clock;
  readonly logger?: Logger;
}

/** Reports in the log, in an Event of the namespace and in its runs that a namespace is left out, and that it returns. */
export class LeftOutNamespaces {
  private readonly recorder: EventRecorder;
  private readonly unreported = new Map<string, number>();
  private leads = false;

  constructor(
    budget: MemoryBudget,
    private readonly context: LeftOutContext,
  ) {
    this.recorder = new EventRecorder({ ...context, logger: silentLogger, component: 'kubetask' });
    budget.listen({
      leftOut: (namespace, bytes) => this.leftOut(namespace, bytes),
      returned: (namespace) => this.returned(namespace),
    });
  }

  /** To be called when this replica leads: before, another one reports. */
  start(): void {
    this.leads = true;
    this.context.runs.start();
    for (const [namespace, bytes] of this.unreported) this.record(namespace, bytes);
    this.unreported.clear();
  }

  private leftOut(namespace: string, bytes: number): void {
    const { logger = silentLogger, runs, runsOf } = this.context;
    logger.warn({ namespace, bytes }, leftOutMessage(bytes));
    for (const run of runsOf(namespace)) runs.add(run);
    if (this.leads) this.record(namespace, bytes);
    else this.unreported.set(namespace, bytes);
  }

  private returned(namespace: string): void {
    const { logger = silentLogger, runs } = this.context;
    logger.info({ namespace }, 'the objects of the namespace fit into memory again');
    runs.forget(namespace);
    this.unreported.delete(namespace);
    const message = 'the objects of this namespace fit into the memory of the controller again; its runs continue';
    if (this.leads) this.recorder.record(asObject(namespace), { type: 'Normal', reason: 'NamespaceReturned', message });
  }

  private record(namespace: string, bytes: number): void {
    this.recorder.record(asObject(namespace), { type: 'Warning', reason: LEFT_OUT, message: leftOutMessage(bytes) });
  }
}

/** An Event lies in the namespace that the object it is about names: so it is found where its users look. */
const asObject = (name: string): KubernetesObject => ({
  ...{ apiVersion: 'v1', kind: 'Namespace' },
  metadata: { name, namespace: name },
});
