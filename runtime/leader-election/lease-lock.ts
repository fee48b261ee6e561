import { leases } from '../../api/kinds/kubernetes.js';
import { isLowerVersion } from '../../packages/kubernetes-client/cache/resource-version.js';
import { type Logger, silentLogger } from '../../packages/kubernetes-client/logger.js';
import { isApiError } from '../../packages/kubernetes-client/transport/api-error.js';
import type { Transport } from '../../packages/kubernetes-client/transport/transport.js';
import { collectionPath, objectPath } from '../../packages/kubernetes-conventions/resource.js';
import { type Clock, systemClock } from '../../packages/work-queue/clock.js';
import { type Candidate, claimOf, holderOf, type Now, type ObservedLease, observedAgain, released } from './claim.js';
import { cutOffAfter } from './cut-off-after.js';
import type { Lease } from './lease.js';

export interface LeaseLockOptions {
  readonly transport: Pick<Transport, 'request'>;
  readonly candidate: Candidate;
  /** For timers, and for the times that people read in the Lease. */
  readonly clock?: Clock;
  /** Milliseconds of a monotonic clock. @default performance.now */
  readonly monotonic?: () => number;
  readonly logger?: Logger;
  /** Called when the Lease that we wrote is gone or back at an earlier version: the API server was restored from a backup. */
  readonly onRestored?: () => void;
  /**
   * Called when the Lease was renewed on top of our own last write, with when that began: it was not restored until then.
   * Also when it is acquired for the first time: nothing was written before.
   */
  readonly onRenewed?: (at: number) => void;
}

/** One try may take half of the time in which a holder must renew. */
const trySeconds = 5;

/** The lease as one candidate knows it. */
export class LeaseLock {
  private observed: ObservedLease | undefined;
  /** What was observed is our own last write, so the next can go on top of it without another look. */
  private isFresh = false;
  private hasHeld = false;
  /** The version of our last write. */
  private written: string | undefined;
  /** When the lease was last written by us, by the time of day. */
  private seenAt = Number.POSITIVE_INFINITY;
  private readonly clock: Clock;
  private readonly logger: Logger;
  private readonly monotonic: () => number;

  constructor(private readonly options: LeaseLockOptions) {
    this.clock = options.clock ?? systemClock;
    this.logger = options.logger ?? silentLogger;
    this.monotonic = options.monotonic ?? (() => performance.now());
  }

  /**
   * Milliseconds since we last saw the lease change, which for a holder is since it began to renew it. The monotonic clock
   * stands still while the machine is suspended, so the time of day counts if it shows more. A time of day that is set
   * ahead only makes the holder renew once more.
   */
  get age(): number {
    return Math.max(this.monotonic() - (this.observed?.since ?? 0), this.clock.now() - this.seenAt);
  }

  /** Whether another candidate holds it. */
  get isTaken(): boolean {
    const holder = this.observed && holderOf(this.observed.lease);
    return holder !== undefined && holder !== this.options.candidate.identity;
  }

  /** One try to take or renew the lease; whether it is ours now. Never throws. */
  async claim(signal: AbortSignal): Promise<boolean> {
    const { candidate } = this.options;
    const cutOff = cutOffAfter(this.clock, trySeconds, signal);
    try {
      return await this.tryToClaim(cutOff.signal);
    } catch (err) {
      this.isFresh = false;
      // Another candidate was faster, as of several always one is.
      const level = isApiError(err, 'Conflict') || isApiError(err, 'AlreadyExists') ? 'debug' : 'warn';
      if (!signal.aborted) this.logger[level]({ lease: candidate.name, err }, 'cannot acquire or renew the lease');
      return false;
    } finally {
      cutOff.release();
    }
  }

  /** Never throws: if it fails, the others wait for the lease to expire. */
  async leave(): Promise<void> {
    const { candidate } = this.options;
    const cutOff = cutOffAfter(this.clock, trySeconds);
    try {
      if (!this.isFresh) await this.look(cutOff.signal);
      if (!this.observed || holderOf(this.observed.lease) !== candidate.identity) return;
      await this.write('PUT', released(this.observed.lease, this.clock.now()), cutOff.signal);
    } catch (err) {
      this.logger.warn({ lease: candidate.name, err }, 'cannot release the lease');
    } finally {
      cutOff.release();
    }
  }

  private async tryToClaim(signal: AbortSignal): Promise<boolean> {
    if (!this.isFresh) await this.look(signal);
    const now: Now = { wall: this.clock.now(), monotonic: this.monotonic() };
    const claim = claimOf(this.observed, this.options.candidate, now);
    if (claim.kind === 'Wait') return false;
    const lease = await this.write(claim.kind === 'Create' ? 'POST' : 'PUT', claim.lease, signal);
    // From before the request: the others see the change later, and so count later.
    this.observed = { lease, since: now.monotonic };
    this.seenAt = now.wall;
    if (this.isFresh || !this.hasHeld) this.options.onRenewed?.(now.wall);
    this.isFresh = true;
    this.hasHeld = true;
    this.written = lease.metadata.resourceVersion;
    return true;
  }

  private async look(signal: AbortSignal): Promise<void> {
    const { namespace, name } = this.options.candidate;
    try {
      const path = objectPath(leases, namespace, name);
      const lease = await this.options.transport.request<Lease>({ method: 'GET', path, signal });
      this.logHolder(lease);
      if (isLowerVersion(lease.metadata.resourceVersion, this.written)) this.noteRestore();
      this.observed = observedAgain(this.observed, lease, this.monotonic());
    } catch (error) {
      if (!isApiError(error, 'NotFound')) throw error;
      this.observed = undefined;
      if (this.written !== undefined) this.noteRestore();
    }
  }

  private noteRestore(): void {
    this.written = undefined;
    this.options.onRestored?.();
  }

  private write(method: 'POST' | 'PUT', body: Lease, signal: AbortSignal): Promise<Lease> {
    const { namespace, name } = this.options.candidate;
    const path = method === 'POST' ? collectionPath(leases, namespace) : objectPath(leases, namespace, name);
    return this.options.transport.request<Lease>({ method, path, body, signal });
  }

  private logHolder(lease: Lease): void {
    const holder = holderOf(lease);
    const known = this.observed && holderOf(this.observed.lease);
    if (holder !== known) this.logger.info({ lease: lease.metadata.name, holder }, 'the holder of the lease changed');
  }
}
