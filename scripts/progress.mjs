/** What a long step prints while it runs: a spinner on a terminal, otherwise one line per change. */
const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameMilliseconds = 100;

/** Continuous integration has no terminal to redraw, even if it offers one. */
const isLive = ({ isTTY }, { TERM, CI }) => isTTY === true && TERM !== 'dumb' && !CI;

/**
 * Runs `work` and shows `line()` while it runs.
 *
 * @param milestone what a line is worth where nothing is redrawn: its text is printed whenever it changes; empty for none
 */
export async function whileShown({ line, milestone = () => '' }, work, stream = process.stderr, env = process.env) {
  const show = isLive(stream, env) ? liveLine(stream, line) : plainLines(stream, milestone);
  const timer = setInterval(show.tick, frameMilliseconds);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    show.end();
  }
}

function liveLine(stream, line) {
  let at = 0;
  return {
    tick() {
      const text = `${frames[at++ % frames.length]} ${line()}`;
      stream.write(`\r\u001b[2K${text.slice(0, (stream.columns || 80) - 1)}`);
    },
    end: () => stream.write('\r\u001b[2K'),
  };
}

function plainLines(stream, milestone) {
  let shown = '';
  return {
    tick() {
      const text = milestone();
      if (text !== '' && text !== shown) stream.write(`${text}\n`);
      shown = text;
    },
    end: () => undefined,
  };
}

/** `3 s`, `2 min 5 s`. */
export function secondsText(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
