import type { ProcessExit, StreamMark, StreamReader, Verdict } from '../../../plan/agent-preset/stream.js';

/** What a CLI printed and how it ended. */
export interface Stream {
  readonly stdout?: readonly (object | string)[];
  /** Before what is on stdout. */
  readonly stderr?: readonly string[];
  readonly exit?: ProcessExit;
}

/** What a reader makes of it. */
export function readStream(
  reader: StreamReader,
  { stdout = [], stderr = [], exit = { code: 0 } }: Stream,
): { readonly verdict: Verdict; readonly marks: readonly StreamMark[] } {
  const lines = [
    ...stderr.map((text) => ({ from: 'stderr' as const, text, isCut: false })),
    ...stdout.map((line) => ({
      from: 'stdout' as const,
      text: typeof line === 'string' ? line : JSON.stringify(line),
      isCut: false,
    })),
  ];
  const marks = lines.flatMap((line) => reader.read(line) ?? []);
  return { verdict: reader.end(exit), marks };
}
