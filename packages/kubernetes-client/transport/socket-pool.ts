import * as http from 'node:http';
import * as https from 'node:https';
import { type ConnectionOptions, createSecureContext } from 'node:tls';
import { isDeepStrictEqual } from 'node:util';
import type { TlsIdentity } from '../connection/connection.js';

export const tcpKeepAliveMilliseconds = 30_000;
/** Shorter than the patience of any load balancer: a socket that one of them has forgotten would swallow a request. */
const idleMilliseconds = 60_000;

/** A pool has one server and one identity, so the default name, which joins all TLS options per request, is waste. */
class HttpsPool extends https.Agent {
  override getName(): string {
    return '';
  }
}

/** As `https.request` takes them. */
export type SocketOptions = TlsOptions & { readonly agent: http.Agent | false };

type TlsOptions = Pick<ConnectionOptions, 'secureContext' | 'rejectUnauthorized' | 'servername'>;

/** Keep-alive sockets to one server, at most `maxSockets` at a time; requests beyond that wait for a free one. */
export class SocketPool {
  private latest: { readonly tls: TlsIdentity; readonly options: TlsOptions; readonly agent: http.Agent } | undefined;

  constructor(
    private readonly server: URL,
    private readonly maxSockets: number,
  ) {}

  /** One of the pool's sockets for a request as this identity; a new one (a renewed client certificate) gets new sockets. */
  shared(tls: TlsIdentity): SocketOptions {
    return { agent: this.of(tls).agent };
  }

  /** A socket of its own, closed afterwards. */
  own(tls: TlsIdentity): SocketOptions {
    return { agent: false, ...this.of(tls).options };
  }

  close(): void {
    this.latest?.agent.destroy();
    this.latest = undefined;
  }

  private of(tls: TlsIdentity) {
    const { latest } = this;
    if (latest?.tls === tls) return latest;
    const isSame = latest !== undefined && isDeepStrictEqual(latest.tls, tls);
    const options = isSame ? latest.options : this.tlsOptions(tls);
    this.latest = { tls, options, agent: isSame ? latest.agent : this.makeAgent(options) };
    // Last, since certificates that are half written throw above.
    if (latest && !isSame) retire(latest.agent);
    return this.latest;
  }

  /** Certificates are parsed once, not by every socket anew, each of which would also keep them. */
  private tlsOptions({ rejectUnauthorized, servername, ...certificates }: TlsIdentity): TlsOptions {
    if (this.server.protocol === 'http:') return {};
    return {
      secureContext: createSecureContext(certificates),
      ...(rejectUnauthorized !== undefined && { rejectUnauthorized }),
      ...(servername !== undefined && { servername }),
    };
  }

  private makeAgent(tls: TlsOptions): http.Agent {
    const options = {
      keepAlive: true,
      keepAliveMsecs: tcpKeepAliveMilliseconds,
      maxSockets: this.maxSockets,
      maxFreeSockets: this.maxSockets,
      timeout: idleMilliseconds,
    };
    return this.server.protocol === 'http:' ? new http.Agent(options) : new HttpsPool({ ...options, ...tls });
  }
}

/** Lets requests in flight end on the old sockets, then keeps none of them. */
function retire(agent: http.Agent): void {
  agent.maxFreeSockets = 0;
  for (const sockets of Object.values(agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy();
}
