import { execFile } from 'node:child_process';
import type { TerminalSize } from '../../pod-streams.js';

/** Gives a terminal a new size, of several at once the last. Does nothing when the terminal is gone. */
export function resizeTerminal(device: string): (size: TerminalSize) => void {
  let wanted: TerminalSize | undefined;
  let isBusy = false;
  const next = () => {
    isBusy = wanted !== undefined;
    if (!wanted) return;
    const { height, width } = wanted;
    wanted = undefined;
    execFile('stty', ['-F', device, 'rows', `${height}`, 'cols', `${width}`], next);
  };
  return (size) => {
    wanted = size;
    if (!isBusy) next();
  };
}
