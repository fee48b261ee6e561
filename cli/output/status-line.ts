import { progressKey, progressText } from '../run/progress-text.js';
import type { Followed } from '../run/run-state.js';
import type { Session } from '../session.js';
import { cut } from './printable.js';

/** Tells on stderr how a run goes on: one line drawn over itself on a terminal, a line per step forward in a pipe. */
export interface StatusLine {
  show(run: Followed): void;
  /** Takes away what is drawn over. */
  end(): void;
}

const redrawMilliseconds = 1000;

export function createStatusLine({ err, now }: Session): StatusLine {
  return err.terminal.isTty ? liveLine({ err, now }) : plainLines({ err, now });
}

type Edge = Pick<Session, 'err' | 'now'>;

function plainLines({ err, now }: Edge): StatusLine {
  let told = '';
  return {
    show(run) {
      const key = progressKey(run);
      if (key !== told) err.line(progressText(run, err.terminal, now()));
      told = key;
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
