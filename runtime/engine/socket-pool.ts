import * as http from 'node:http';
import * as https from 'node:https';
import { isDeepStrictEqual } from 'node:util';
import type { TlsIdentity } from './connection.js';

const tcpKeepAliveMilliseconds = 30_000;
/** Shorter than the patience of any load balancer: a socket that one of them has forgotten would swallow a request. */
const idleMilliseconds = 60_000;

/** A pool has one server and one identity, so the default name, which joins all TLS options per request, is waste. */
class HttpsPool extends https.Agent {
  override getName(): string {
    return '';
  }
}

/** Keep-alive sockets to one server, at most `maxSockets` at a time; requests beyond that wait for a free one. */
export class SocketPool {
  private latest: { readonly tls: TlsIdentity; readonly agent: http.Agent } | undefined;

  constructor(
    private readonly server: URL,
    private readonly maxSockets: number,
  ) {}

  /** The agent for this identity. A new identity (a renewed client certificate) gets new sockets. */
  agent(tls: TlsIdentity): http.Agent {
    const { latest } = this;
    if (latest?.tls === tls) return latest.agent;
    const isSame = isDeepStrictEqual(latest?.tls, tls);
    if (latest && !isSame) retire(latest.agent);
    const agent = latest && isSame ? latest.agent : this.makeAgent(tls);
    this.latest = { tls, agent };
    return agent;
  }

  close(): void {
    this.latest?.agent.destroy();
    this.latest = undefined;
  }

  private makeAgent(tls: TlsIdentity): http.Agent {
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
