import { type ApiServer, startApiServer } from '../../../packages/embedded-cluster/index.js';
import type { ApiRequest } from '../../../packages/kubernetes-client/transport/api-request.js';
import { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import { awaitLeadership, type Leadership } from '../../../runtime/leader-election/leader-election.js';
import type { Lease } from '../../../runtime/leader-election/lease.js';
import { FakeClock, settle } from '../../kubernetes-client/fake-clock.js';

const namespace = 'default';

/** What one candidate lived through, in seconds since the beginning. */
export interface Life {
  readonly elected: number[];
  readonly lost: number[];
  /** When it noticed that the server was restored from a backup. */
  readonly restored: number[];
  /** When it last renewed the Lease on top of its own write. */
  renewed: number | undefined;
  /** Of the current term. */
  leadership?: Leadership;
  /** The network between it and the server: `dead` never answers, as after a crash or in a partition. */
  network: 'up' | 'dead';
  /** Has it leave, or stop standing. */
  stop(): Promise<void>;
}

/** An embedded API server and candidates whose time stands still until it is moved. */
export class ElectionWorld {
  readonly clock = new FakeClock();
  private readonly start = this.clock.now();
  private readonly open = new Set<Promise<unknown>>();

  private constructor(
    private readonly server: ApiServer,
    private readonly transport: Transport,
  ) {}

  static async begin(): Promise<ElectionWorld> {
    const server = await startApiServer();
    const credentials = { headers: { authorization: `Bearer ${server.token}` }, tls: { ca: server.caPem } };
    const url = new URL(server.url);
    return new ElectionWorld(server, new Transport({ server: url, namespace, credentials: async () => credentials }));
  }

  async end(): Promise<void> {
    this.transport.close();
    await this.server.stop();
  }

  get seconds(): number {
    return (this.clock.now() - this.start) / 1000;
  }

  get lease(): Lease | undefined {
    return this.server.api.get('leases.coordination.k8s.io', namespace, 'controller') as Lease | undefined;
  }

  /** The Lease goes back to what it was when this was called, as in a server that is restored from a backup. */
  backUp(): () => void {
    const backup = this.server.snapshot();
    return () => this.server.restore(backup);
  }

  removeLease(): void {
    this.server.api.delete('leases.coordination.k8s.io', namespace, 'controller');
  }

  forceHolder(holderIdentity: string): void {
    if (!this.lease) throw new Error('there is no Lease');
    const lease: Lease = { ...this.lease, spec: { ...this.lease.spec, holderIdentity } };
    this.server.api.update('leases.coordination.k8s.io', lease);
  }

  candidate(identity: string): Life {
    const stopping = new AbortController();
    const life: Life = {
      elected: [],
      lost: [],
      restored: [],
      renewed: undefined,
      network: 'up',
      stop: async () => {
        stopping.abort();
        const left = life.leadership?.release();
        await this.quiet();
        await left;
      },
    };
    void awaitLeadership(
      {
        transport: { request: (request) => this.send(life, request) },
        candidate: { namespace, name: 'controller', identity, leaseSeconds: 15 },
        clock: this.clock,
        monotonic: () => this.clock.now(),
        random: () => 1,
        onRestored: () => life.restored.push(this.seconds),
        onRenewed: (at) => {
          life.renewed = (at - this.start) / 1000;
        },
      },
      stopping.signal,
    ).then((leadership) => {
      if (!leadership) return;
      life.leadership = leadership;
      life.elected.push(this.seconds);
      leadership.lost.addEventListener('abort', () => life.lost.push(this.seconds));
    });
    return life;
  }

  /** Lets `seconds` pass, with every request answered before time moves on. */
  async pass(seconds: number): Promise<void> {
    const end = this.seconds + seconds;
    await this.quiet();
    for (let left = seconds; left > 0; left = end - this.seconds) {
      const [next = left] = this.clock.pendingSeconds();
      await this.clock.advance(Math.min(next, left));
      await this.quiet();
    }
  }

  private send<T>(life: Life, request: ApiRequest): Promise<T> {
    if (life.network === 'dead') return cutOff(request.signal);
    const sent = this.transport.request<T>(request);
    this.open.add(sent);
    const done = () => this.open.delete(sent);
    sent.then(done, done);
    return sent;
  }

  private async quiet(): Promise<void> {
    for (await settle(); this.open.size > 0; await settle()) await Promise.allSettled(this.open);
  }
}

function cutOff(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
}
