import type { ReadStream } from 'node:tty';
import type { Terminal } from '../../../executors/executor.js';
import type { StandardStreams } from '../../session.js';

/** The terminal of the person at the keyboard; undefined where input or output is no terminal. */
export function personTerminal({ stdin, stdout }: StandardStreams): Terminal | undefined {
  const input = stdin() as Partial<ReadStream>;
  if (!input.isTTY || !stdout.isTTY) return undefined;
  const size = () => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 });
  return {
    size,
    onResize: (listener) => {
      const onResize = () => listener(size());
      stdout.on('resize', onResize);
      return () => stdout.off('resize', onResize);
    },
    enterRawMode: () => {
      const before = input.isRaw === true;
      const restore = () => void input.setRawMode?.(before);
      input.setRawMode?.(true);
      process.once('exit', restore);
      return () => {
        process.off('exit', restore);
        restore();
      };
    },
  };
}
