import { progressKey, progressText } from '../run/progress-text.js';
import type { Followed } from '../run/run-state.js';
import type { Session } from '../session.js';
import { cut } from './printable.js';

/** Shows the progress of a run on stderr: one line, redrawn in place, on a terminal; a line per step in a pipe. */
export interface StatusLine {
  show(run: Followed): void;
  /** Removes the lines that are redrawn in place. */
  end(): void;
}

const redrawMilliseconds = 1000;

export function createStatusLine({ err, now }: Session): StatusLine {
  return err.terminal.isTty ? liveLine({ err, now }) : plainLines({ err, now });
}

type Edge = Pick<Session, 'err' | 'now'>;

function plainLines({ err, now }: Edge): StatusLine {
  let shown = '';
  return {
    show(run) {
      const key = progressKey(run);
      if (key !== shown) err.line(progressText(run, err.terminal, now()));
      shown = key;
    },
    end: () => undefined,
  };
}

function liveLine({ err, now }: Edge): StatusLine {
  let latest: Followed | undefined;
  const plain = { ...err.terminal, paint: (_: unknown, text: string) => text };
  const clear = () => err.clearLine();
  const draw = () => {
    if (!latest) return;
    clear();
    void err.write(err.terminal.paint('dim', cut(progressText(latest, plain, now()), err.terminal.columns - 1)));
  };
  const timer = setInterval(draw, redrawMilliseconds);
  return {
    show(run) {
      latest = run;
      draw();
    },
    end() {
      clearInterval(timer);
      clear();
    },
  };
}
