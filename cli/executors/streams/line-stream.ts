import { Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** A longer line is broken, so that a task that writes no newline needs no memory. */
const longest = 64 * 1024;

/**
 * Hands the lines of a byte stream on, without their newlines; what follows the last one when the stream ends. A line
 * break of Windows counts as one.
 *
 * @param onLine the next line waits for its promise
 */
export function lineStream(onLine: (line: string) => Promise<void> | void): Writable {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const passOn = async (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) await onLine(withoutReturn(line));
    while (rest.length > longest) {
      await onLine(rest.slice(0, longest));
      rest = rest.slice(longest);
    }
  };
  return new Writable({
    write(chunk: Buffer, _, done) {
      passOn(decoder.write(chunk)).then(() => done(), done);
    },
    final(done) {
      const last = async () => {
        await passOn(decoder.end());
        if (rest !== '') await onLine(withoutReturn(rest));
      };
      last().then(() => done(), done);
    },
  });
}

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);
