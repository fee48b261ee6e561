import type { Output } from '../output/output.js';
import { explain, type Identity } from './explain.js';

/** Prints an error and what can be done about it. @throws the error itself when it is a bug */
export function tellError(error: unknown, err: Output, who: Identity): void {
  const explained = explain(error, who);
  if (!explained) throw error;
  err.line(`${err.terminal.paint('red', 'error:')} ${explained.message}`);
  for (const hint of explained.hints) err.line(`  ${hint}`);
}
