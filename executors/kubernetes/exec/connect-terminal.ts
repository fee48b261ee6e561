import type { Terminal } from '../../executor.js';
import type { ExecSession } from './exec-session.js';

/** Gives the program the size of a terminal, now and whenever it changes. @returns what restores the terminal */
export function connectTerminal(session: ExecSession, terminal: Terminal): () => void {
  const resize = ({ columns, rows } = terminal.size()) => session.resize(columns, rows);
  const unsubscribe = terminal.onResize(resize);
  const restoreMode = terminal.enterRawMode();
  resize();
  return () => {
    restoreMode();
    unsubscribe();
  };
}
