import type { Output } from '../output/output.js';
import { explain, type Identity } from './explain.js';

/** Prints an error and what can be done about it. @throws the error itself when it is a defect of ours */
export function tellError(error: unknown, err: Output, who: Identity): void {
  const told = explain(error, who);
  if (!told) throw error;
  err.line(`${err.terminal.paint('red', 'error:')} ${told.message}`);
  for (const hint of told.hints) err.line(`  ${hint}`);
}
