import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A TCP proxy to a server that can be cut or frozen. It forwards bytes and knows nothing of TLS or HTTP. */
export interface FaultLine {
  readonly port: number;
  /** Forwards no more bytes in either direction; present and new connections stay open. */
  freeze(): void;
  /** New connections work again. Frozen ones stay frozen. */
  heal(): void;
  /** Resets all connections. */
  cut(): void;
  /** Connections accepted so far. */
  readonly accepted: number;
  close(): Promise<void>;
}

export async function openFaultLine(serverPort: number): Promise<FaultLine> {
  const sockets = new Set<Socket>();
  let isFrozen = false;
  let accepted = 0;
  const server = createServer((client) => {
    accepted += 1;
    const upstream = connect(serverPort, '127.0.0.1');
    const ends = [client, upstream] as const;
    for (const socket of ends) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        sockets.delete(socket);
        for (const end of ends) end.destroy();
      });
    }
    if (isFrozen) return;
    client.pipe(upstream);
    upstream.pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    get accepted() {
      return accepted;
    },
    freeze: () => {
      isFrozen = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
    heal: () => {
      isFrozen = false;
    },
    cut: () => {
      for (const socket of sockets) socket.resetAndDestroy();
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
