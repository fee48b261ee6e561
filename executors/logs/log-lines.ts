const newline = 0x0a;

/**
 * The lines of a byte stream that is cut anywhere, as many at a time as arrive together. What comes after the last
 * newline is yielded when the stream ends; when it breaks it is not, for the next connection sends it again.
 */
export async function* logLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<readonly string[]> {
  let pending: Buffer[] = [];
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(newline);
    if (end >= 0) {
      // Whole lines only are decoded, so no character is torn between two chunks.
      yield Buffer.concat([...pending, chunk.subarray(0, end)])
        .toString('utf8')
        .split('\n');
      pending = [];
    }
    if (end + 1 < chunk.length) pending.push(chunk.subarray(end + 1));
  }
  if (pending.length > 0) yield [Buffer.concat(pending).toString('utf8')];
}
