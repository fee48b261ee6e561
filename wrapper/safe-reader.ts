import type { ProcessExit, StreamLine, StreamMark, StreamReader, Verdict } from '../plan/agent-preset/stream.js';

/** A reader that fails on a line that no CLI should print. The CLI goes on; that its stream was not understood is a failure. */
export class SafeReader implements StreamReader {
  private problem: string | undefined;

  constructor(private readonly reader: StreamReader) {}

  read(line: StreamLine): StreamMark | undefined {
    if (this.problem !== undefined) return undefined;
    try {
      return this.reader.read(line);
    } catch (error) {
      this.problem = (error as Error).message;
      return undefined;
    }
  }

  end(exit: ProcessExit): Verdict {
    try {
      if (this.problem === undefined) return this.reader.end(exit);
    } catch (error) {
      this.problem = (error as Error).message;
    }
    return { outcome: 'Failed', error: `Cannot read the stream of the agent: ${this.problem}`, facts: {} };
  }
}
