import type { BatchRun, TaskRun } from '../../api/generated/kinds.js';
import { resourceOf } from '../../api/kinds/known-resources.js';
import { conditionsOf } from '../../api/status/conditions.js';
import type { Transport } from '../../packages/kubernetes-client/transport/transport.js';
import { keyOf } from '../../packages/kubernetes-conventions/object-key.js';
import { objectPath } from '../../packages/kubernetes-conventions/resource.js';
import { type Clock, systemClock } from '../../packages/work-queue/clock.js';
import { LEFT_OUT, leftOutMessage } from './left-out-message.js';

type Run = BatchRun | TaskRun;

/** More unfinished runs than this wait for the namespace without a report in their status; its Event reports it all the same. */
const mostWaiting = 200;

export interface LeftOutRunsOptions {
  readonly transport: Pick<Transport, 'request'>;
  readonly clock?: Clock;
}

/**
 * Says in the status of unfinished runs that their namespace is left out, one after the other: nothing of them is held,
 * so no pass can. Best effort, as of an Event: never throws. A pass after the return of the namespace writes what holds then.
 */
export class LeftOutRuns {
  private readonly waiting = new Map<string, Run>();
  private isStarted = false;
  private isSending = false;

  constructor(private readonly options: LeftOutRunsOptions) {}

  /** To be called when this replica leads. */
  start(): void {
    this.isStarted = true;
    void this.send();
  }

  add(run: Run): void {
    const key = `${run.kind} ${keyOf(run)}`;
    if (isFinished(run) || isReported(run) || (this.waiting.size >= mostWaiting && !this.waiting.has(key))) return;
    this.waiting.set(key, run);
    void this.send();
  }

  forget(namespace: string): void {
    for (const [key, { metadata }] of this.waiting) if (metadata.namespace === namespace) this.waiting.delete(key);
  }

  private async send(): Promise<void> {
    if (!this.isStarted || this.isSending) return;
    this.isSending = true;
    for (const [key, run] of this.waiting) {
      this.waiting.delete(key);
      await this.report(run).catch(() => undefined);
    }
    this.isSending = false;
  }

  private report(run: Run): Promise<unknown> {
    const { metadata } = run;
    const { clock = systemClock, transport } = this.options;
    const path = objectPath(resourceOf(run), metadata.namespace ?? '', metadata.name);
    const version = { resourceVersion: metadata.resourceVersion };
    return transport.request({
      method: 'PATCH',
      path: `${path}/status`,
      contentType: 'application/merge-patch+json',
      body: { metadata: version, status: leftOutStatus(run, clock.now()) },
      ignoresAnswer: true,
    });
  }
}

function leftOutStatus({ metadata: { generation = 1 }, status }: Run, now: number) {
  const phase = status?.phase ?? 'Pending';
  const time = `${new Date(now).toISOString().slice(0, 19)}Z`;
  const state = { phase, reason: LEFT_OUT, message: leftOutMessage(), isStalled: true };
  const at = { observedGeneration: generation, time };
  return { phase, observedGeneration: generation, conditions: conditionsOf(state, status?.conditions ?? [], at) };
}

const isFinished = ({ status }: Run): boolean => status?.completionTime !== undefined;

const isReported = ({ status }: Run): boolean => status?.conditions?.some(({ reason }) => reason === LEFT_OUT) ?? false;
