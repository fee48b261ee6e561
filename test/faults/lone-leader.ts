import type { Transport } from '../../packages/kubernetes-client/transport/transport.js';
import type { Clock } from '../../packages/work-queue/clock.js';
import type { Restores } from '../../runtime/caches/restores.js';
import { awaitLeadership, type Leadership } from '../../runtime/leader-election/leader-election.js';

export interface LoneLeaderOptions {
  readonly transport: Transport;
  /** Of the Lease. */
  readonly namespace: string;
  readonly clock: Clock;
  readonly restores: Restores;
}

/** Acquires and renews a Lease as a controller does, and reports what that shows of the server. It never gives the Lease up. */
export interface LoneLeader {
  elect(signal: AbortSignal): Promise<void>;
  stop(): Promise<void>;
}

export function createLoneLeader({ transport, namespace, clock, restores }: LoneLeaderOptions): LoneLeader {
  let leadership: Leadership | undefined;
  let isStopped = false;
  const candidate = { namespace, name: 'controller', identity: 'replica', leaseSeconds: 4000 };
  return {
    elect: async (signal) => {
      const won = await awaitLeadership(
        {
          ...{ transport, clock, candidate, monotonic: clock.now, renewSeconds: 3000 },
          onRestored: () => restores.report(),
          onRenewed: (at) => restores.ruleOut(at),
        },
        signal,
      );
      // Its claim may have been in flight when the replica was stopped.
      if (isStopped || signal.aborted) await won?.release();
      else leadership = won;
    },
    stop: async () => {
      isStopped = true;
      await leadership?.release();
    },
  };
}
