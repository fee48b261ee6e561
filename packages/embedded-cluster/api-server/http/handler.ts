import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** A request answered without a port: what the HTTPS edge calls, and tests too. */
export type Handler = (request: Request) => Promise<Response>;

/** Takes over a connection: from then on it speaks the protocol that the client asked for. */
export type Upgrade = (incoming: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** Answers a request to change the protocol: agrees, or answers it as any other. */
export type UpgradeHandler = (request: Request) => Promise<Response | Upgrade>;
