import { Duplex } from 'node:stream';
import type { Upgrade } from './http/handler.js';

/** What goes wrong with a connection that has changed its protocol. */
export type ConnectionFault =
  | { readonly kind: 'freeze' | 'reset'; readonly afterBytes: number }
  | { readonly kind: 'split'; readonly bytes: number };

/** An agreement to change the protocol, whose connection then fails; any other answer as it is. */
export const faultyUpgrade = (answer: Response | Upgrade, fault: ConnectionFault): Response | Upgrade =>
  typeof answer === 'function'
    ? (incoming, socket, head) => answer(incoming, faultyConnection(socket, fault), head)
    : answer;

/** The server's end of a connection. The first thing that the server writes is its answer to the request. */
function faultyConnection(socket: Duplex, fault: ConnectionFault): Duplex {
  const send = senderOf(socket, fault);
  let hasAnswered = false;
  const faulty = new Duplex({
    read: () => {
      if (!send.isFrozen()) socket.resume();
    },
    write: (chunk: Buffer, _, done) => {
      if (hasAnswered) send.write(chunk, done);
      else socket.write(chunk, done);
      hasAnswered = true;
    },
    final: (done) => {
      if (!send.isFrozen()) socket.end(done);
    },
    destroy: (_, done) => {
      socket.destroy();
      done(null);
    },
  });
  socket.on('data', (chunk: Buffer) => {
    if (!faulty.push(chunk)) socket.pause();
  });
  socket.on('end', () => faulty.push(null));
  socket.on('close', () => faulty.destroy());
  return faulty;
}

interface Sender {
  readonly write: (chunk: Buffer, done: (error?: Error | null) => void) => void;
  readonly isFrozen: () => boolean;
}

function senderOf(socket: Duplex, fault: ConnectionFault): Sender {
  return fault.kind === 'split' ? splitting(socket, fault.bytes) : breaking(socket, fault.kind, fault.afterBytes);
}

const splitting = (socket: Duplex, bytes: number): Sender => ({
  isFrozen: () => false,
  write: (chunk, done) => {
    for (let from = 0; from < chunk.length; from += bytes) socket.write(chunk.subarray(from, from + bytes));
    socket.write('', done);
  },
});

function breaking(socket: Duplex, kind: 'freeze' | 'reset', afterBytes: number): Sender {
  let left = afterBytes;
  return {
    isFrozen: () => kind === 'freeze' && left <= 0,
    write: (chunk, done) => {
      if (left <= 0) return;
      const allowed = chunk.subarray(0, left);
      left -= allowed.length;
      if (left > 0) socket.write(allowed, done);
      else if (kind === 'freeze') socket.pause().write(allowed);
      else socket.write(allowed, () => socket.destroy());
    },
  };
}
