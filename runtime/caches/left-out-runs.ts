import type { BatchRun, TaskRun } from '../../api/generated/kinds.js';
import { resourceOf } from '../../api/kinds/known-resources.js';
import { conditionsOf } from '../../api/status/conditions.js';
import { isApiError } from '../../packages/kubernetes-client/transport/api-error.js';
import type { Transport } from '../../packages/kubernetes-client/transport/transport.js';
import { keyOf } from '../../packages/kubernetes-conventions/object-key.js';
import { objectPath } from '../../packages/kubernetes-conventions/resource.js';
import { type Backoff, backoffSeconds } from '../../packages/work-queue/backoff.js';
import { type Cancel, type Clock, systemClock } from '../../packages/work-queue/clock.js';
import { LEFT_OUT, leftOutMessage } from './left-out-message.js';

type Run = BatchRun | TaskRun;

/** More unfinished runs than this wait for the namespace without a report in their status; its Event reports it all the same. */
const mostWaiting = 200;

export interface LeftOutRunsOptions {
  readonly transport: Pick<Transport, 'request'>;
  readonly clock?: Clock;
}

/** Between rounds over the runs whose report failed. */
const roundBackoff: Backoff = { baseSeconds: 1, capSeconds: 60 };

/**
 * Says in the status of unfinished runs that their namespace is left out, one after the other: nothing of them is held,
 * so no pass can. Never throws. A report that fails is repeated until it succeeds, unless its run is gone or has changed,
 * which adds it again. A pass after the return of the namespace writes what holds then.
 */
export class LeftOutRuns {
  private readonly waiting = new Map<string, Run>();
  private readonly failed = new Map<string, Run>();
  /** The key of the run that is being reported; undefined also when that no longer matters. */
  private current: string | undefined;
  private isStarted = false;
  private isSending = false;
  private failedRounds = 0;
  private cancelRound: Cancel | undefined;

  constructor(private readonly options: LeftOutRunsOptions) {}

  /** To be called when this replica leads. */
  start(): void {
    this.isStarted = true;
    void this.send();
  }

  /** Nothing more is sent. */
  stop(): void {
    this.isStarted = false;
    this.cancelRound?.();
  }

  add(run: Run): void {
    const key = `${run.kind} ${keyOf(run)}`;
    this.failed.delete(key);
    const isFull = this.waiting.size + this.failed.size >= mostWaiting && !this.waiting.has(key);
    if (isFinished(run) || isReported(run) || isFull) return;
    this.waiting.set(key, run);
    void this.send();
  }

  forget(namespace: string): void {
    const isIn = (key: string) => key.includes(` ${namespace}/`);
    for (const runs of [this.waiting, this.failed]) for (const key of runs.keys()) if (isIn(key)) runs.delete(key);
    if (this.current !== undefined && isIn(this.current)) this.current = undefined;
  }

  private async send(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    for (const [key, run] of this.waiting) {
      if (!this.isStarted) break;
      this.waiting.delete(key);
      this.current = key;
      await this.report(run).catch((error: unknown) => this.keep(key, run, error));
    }
    this.isSending = false;
    this.current = undefined;
    if (this.failed.size > 0) this.scheduleRound();
    else this.failedRounds = 0;
  }

  private keep(key: string, run: Run, error: unknown): void {
    const isOver = isApiError(error, 'NotFound') || isApiError(error, 'Conflict');
    if (!isOver && this.current === key && !this.waiting.has(key)) this.failed.set(key, run);
  }

  private scheduleRound(): void {
    if (this.cancelRound || !this.isStarted) return;
    const { clock = systemClock } = this.options;
    const seconds = backoffSeconds(roundBackoff, this.failedRounds);
    this.failedRounds += 1;
    this.cancelRound = clock.setTimeout(() => {
      this.cancelRound = undefined;
      for (const [key, run] of this.failed) this.waiting.set(key, run);
      this.failed.clear();
      void this.send();
    }, seconds * 1000);
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
