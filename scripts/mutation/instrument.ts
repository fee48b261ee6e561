import { Instrumenter } from '@stryker-mutator/instrumenter';
import type { Mutant } from './mutant.js';

const silent = {
  isTraceEnabled: () => false,
  isDebugEnabled: () => false,
  isInfoEnabled: () => false,
  isWarnEnabled: () => false,
  isErrorEnabled: () => false,
  isFatalEnabled: () => false,
  trace() {},
  debug() {},
  info() {},
  warn() {},
  error() {},
  fatal() {},
};
const instrumenter = new Instrumenter(silent);

/** The code with all mutants inactive. Ids contain the file, so that other files do not change them. */
export async function instrument(file: string, content: string): Promise<{ code: string; mutants: Mutant[] }> {
  const options = { ignorers: [], plugins: null, excludedMutations: [] };
  const result = await instrumenter.instrument([{ name: file, mutate: true, content }], options);
  const lines = content.split('\n');
  const switches = /stry(MutAct|Cov)_9fa48\(("\d+"(?:, "\d+")*)\)/g;
  const code = (result.files[0]?.content ?? content).replace(switches, (_, kind, ids: string) => {
    return `stry${kind}_9fa48(${ids.replace(/\d+/g, (id) => `${file}#${id}`)})`;
  });
  const mutants = result.mutants.map(({ id, location: { start, end }, mutatorName, replacement }) => ({
    id: `${file}#${id}`,
    file,
    line: start.line + 1,
    code: (lines[start.line] ?? '').trim(),
    mutator: mutatorName,
    original: textBetween(lines, start, end),
    replacement,
  }));
  return { code, mutants };
}

interface Position {
  readonly line: number;
  readonly column: number;
}

function textBetween(lines: readonly string[], start: Position, end: Position): string {
  const part = lines.slice(start.line, end.line + 1);
  const last = part.length - 1;
  return part
    .map((text, index) => text.slice(index === 0 ? start.column : 0, index === last ? end.column : undefined))
    .join('\n');
}
