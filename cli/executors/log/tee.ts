import { Writable } from 'node:stream';

/** Writes to the log first, then to the stream, whose backpressure counts. Ends with it. */
export const tee = (write: (chunk: Buffer) => void, stream: Writable): Writable =>
  new Writable({
    write(chunk: Buffer, _, done) {
      write(chunk);
      if (stream.write(chunk)) done();
      else stream.once('drain', () => done());
    },
    final(done) {
      stream.end(() => done());
    },
  });
