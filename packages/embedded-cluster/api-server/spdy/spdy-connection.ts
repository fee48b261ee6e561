import type { Duplex } from 'node:stream';
import { type Frame, goAwayFrame, pingFrame, readFrames, refusal, rstStreamFrame, synReplyFrame } from './frames.js';
import { createHeaderReader, createHeaderWriter } from './header-block.js';
import { SpdyStream } from './spdy-stream.js';

/** @returns false to refuse the stream */
export type AcceptStream = (stream: SpdyStream) => boolean;

/**
 * Serves SPDY/3.1 until the client ends the connection or it breaks off; then every stream is gone. As in the servers of
 * Kubernetes there is no flow control: a client is read as fast as the slowest stream of its connection. Never rejects.
 */
export async function serveSpdy(connection: Duplex, accept: AcceptStream): Promise<void> {
  const streams = new Map<number, SpdyStream>();
  const headerReader = createHeaderReader();
  const writeHeaders = createHeaderWriter();
  let lastId = 0;
  const send = (frame: Buffer) =>
    new Promise<void>((resolve, reject) => {
      connection.write(frame, (error) => (error ? reject(error) : resolve()));
    });

  const open = async ({ streamId, isLast, headers }: Extract<Frame, { kind: 'syn-stream' }>) => {
    const stream = new SpdyStream(streamId, await headerReader.read(headers), send);
    const isClients = streamId % 2 === 1 && streamId > lastId;
    lastId = Math.max(lastId, streamId);
    if (!isClients || !accept(stream)) {
      void send(rstStreamFrame(streamId, isClients ? refusal.refusedStream : refusal.protocolError)).catch(() => {});
      return;
    }
    streams.set(streamId, stream);
    stream.once('close', () => streams.delete(streamId));
    void send(synReplyFrame(streamId, writeHeaders({}))).catch(() => {});
    if (isLast) await stream.receive(Buffer.alloc(0), true);
  };
  const handle = async (frame: Frame) => {
    if (frame.kind === 'syn-stream') await open(frame);
    else if (frame.kind === 'data') await streams.get(frame.streamId)?.receive(frame.data, frame.isLast);
    else if (frame.kind === 'rst-stream') streams.get(frame.streamId)?.destroy();
    else if (frame.kind === 'headers') await headerReader.read(frame.headers);
    else if (frame.kind === 'ping' && frame.id % 2 === 1) void send(pingFrame(frame.id)).catch(() => {});
  };
  try {
    for await (const frame of readFrames(connection.iterator({ destroyOnReturn: false }))) await handle(frame);
  } catch {
    connection.write(goAwayFrame(lastId, refusal.protocolError));
  } finally {
    for (const stream of streams.values()) stream.destroy();
    headerReader.close();
    connection.end();
  }
}
