import type { BatchRun, BatchSpec } from '../../api/generated/kinds.js';
import type { Terminal } from '../output/terminal.js';
import { progressLine, taskLine, taskLines } from './live-view.js';
import { sayTo } from './say.js';
import { Screen } from './screen.js';
import { type TaskRow, taskRows } from './task-rows.js';

/** A run as it is observed, with the Batch that names its repositories. */
export interface FollowedRun {
  readonly run: BatchRun;
  readonly batch: BatchSpec;
}

/** Shows runs while they go on. */
export interface Progress {
  /** To be called at each change, and now and then for the clock. */
  show(runs: readonly FollowedRun[], now: number): void;
  /** Takes away what is drawn over. */
  end(): void;
}

/** A terminal shows one line per repository, drawn over itself; a pipe gets a line per change of a task's phase. */
export function createProgress(stream: NodeJS.WriteStream, terminal: Terminal): Progress {
  return terminal.isTty ? liveProgress(new Screen(stream), terminal) : plainProgress(stream, terminal);
}

function liveProgress(screen: Screen, terminal: Terminal): Progress {
  return {
    show: (runs, now) => screen.draw(runs.flatMap((followed) => runLines(followed, terminal, runs.length, now))),
    end: () => screen.clear(),
  };
}

function runLines({ run, batch }: FollowedRun, terminal: Terminal, runs: number, now: number): string[] {
  const room = Math.max(2, Math.floor((terminal.rows - 1) / runs) - 2);
  return [progressLine(run, terminal), ...taskLines(taskRows(run, batch, now), terminal, room)];
}

function plainProgress(stream: NodeJS.WriteStream, terminal: Terminal): Progress {
  const told = new Map<string, string>();
  const tell = (key: string, state: string, line: () => string) => {
    if (told.get(key) === state) return;
    told.set(key, state);
    sayTo(stream)(line());
  };
  return {
    show(runs, now) {
      for (const { run, batch } of runs) {
        const rows = taskRows(run, batch, now);
        const width = Math.max(...rows.map(({ label }) => label.length), 4);
        const name = `${run.metadata.namespace}/${run.metadata.name}`;
        for (const row of rows.filter(hasBegun))
          tell(`${name}/${row.index}`, row.phase, () => taskLine(row, width, terminal));
        tell(name, stateOf(run), () => progressLine(run, terminal));
      }
    },
    end: () => undefined,
  };
}

const hasBegun = ({ phase }: TaskRow) => phase !== 'Pending';

/** A run's line is told again when its phase or reason changes, not with every count. */
function stateOf({ status }: BatchRun): string {
  return `${status?.phase} ${status?.conditions?.find(({ type }) => type === 'Ready')?.reason}`;
}
