import { LiveBlock } from '../../output/live-block.js';
import type { Output } from '../../output/output.js';
import { cut } from '../../output/printable.js';
import { type ProgressRow, progressLine, progressLines, widthsOf } from '../../run/progress-rows.js';
import type { Session } from '../../session.js';

/** Shows what is followed until it is finished. */
export interface Progress<Followed> {
  /** To be called at each change, and now and then for the clock. */
  show(followed: readonly Followed[]): void;
  /** Removes what is redrawn in place. */
  end(): void;
}

/** What is shown of one followed object. */
export interface ProgressView<Followed> {
  readonly key: (followed: Followed) => string;
  /** Where it has got to, in one line. */
  readonly head: (followed: Followed, now: number) => string;
  /** What must change for a new head to be worth a line where nothing is redrawn. */
  readonly state: (followed: Followed) => string;
  readonly rows: (followed: Followed, now: number) => readonly ProgressRow[];
}

type Edge = Pick<Session, 'err' | 'now' | 'env'>;

/** A terminal shows a line per row, redrawn in place; a pipe, and the log of a CI job, get a line per change of a row's phase. */
export const createProgress = <Followed>(edge: Edge, view: ProgressView<Followed>): Progress<Followed> =>
  edge.err.terminal.isTty && !edge.env['CI'] ? liveProgress(edge, view) : plainProgress(edge, view);

function liveProgress<Followed>({ err, now }: Edge, view: ProgressView<Followed>): Progress<Followed> {
  const block = new LiveBlock(err);
  const { terminal } = err;
  return {
    show(followed) {
      const room = Math.max(2, Math.floor((terminal.rows - 1) / followed.length) - 2);
      block.draw(
        followed.flatMap((one) => [
          headOf(err, view.head(one, now())),
          ...progressLines(view.rows(one, now()), terminal, room, now()),
        ]),
      );
    },
    end: () => block.clear(),
  };
}

/** The name in bold, a count of failures in red. */
const headOf = ({ terminal: { columns, paint } }: Output, head: string): string =>
  cut(head, columns)
    .replace(/^\S+/, (name) => paint('bold', name))
    .replace(/\d+ failed/, (count) => paint('red', count));

function plainProgress<Followed>({ err, now }: Edge, view: ProgressView<Followed>): Progress<Followed> {
  const shown = new Map<string, string>();
  const showOnce = (key: string, state: string, line: () => string) => {
    if (state === '' || shown.get(key) === state) return;
    shown.set(key, state);
    err.line(line());
  };
  return {
    show(followed) {
      for (const one of followed) {
        const rows = view.rows(one, now());
        const widths = widthsOf(rows, err.terminal);
        for (const row of rows)
          showOnce(`${view.key(one)}/${row.index}`, milestoneOf(row), () =>
            progressLine(row, widths, err.terminal, now()),
          );
        showOnce(view.key(one), view.state(one), () => view.head(one, now()));
      }
    },
    end: () => undefined,
  };
}

const milestoneOf = ({ milestone, phase }: ProgressRow): string => milestone ?? (phase === 'Pending' ? '' : phase);
