import type { Terminal } from '../output/terminal.js';
import { buildLine, buildRows } from './build-rows.js';
import { type FollowedBuild, readyOf } from './followed-build.js';
import { taskLine, taskLines } from './live-view.js';
import { sayTo } from './say.js';
import { Screen } from './screen.js';

/** Shows builds while they go on. */
export interface BuildProgress {
  /** To be called at each change, and now and then for the clock. */
  show(builds: readonly FollowedBuild[], now: number): void;
  /** Takes away what is drawn over. */
  end(): void;
}

/** A terminal shows one line per step, drawn over itself; a pipe gets a line per change of a step's phase. */
export function createBuildProgress(stream: NodeJS.WriteStream, terminal: Terminal): BuildProgress {
  return terminal.isTty ? liveProgress(new Screen(stream), terminal) : plainProgress(stream, terminal);
}

function liveProgress(screen: Screen, terminal: Terminal): BuildProgress {
  const linesOf = (followed: FollowedBuild, room: number, now: number) => [
    buildLine(followed, terminal),
    ...taskLines(buildRows(followed, now), terminal, room),
  ];
  return {
    show: (builds, now) => {
      const room = Math.max(2, Math.floor((terminal.rows - 1) / builds.length) - 2);
      screen.draw(builds.flatMap((followed) => linesOf(followed, room, now)));
    },
    end: () => screen.clear(),
  };
}

function plainProgress(stream: NodeJS.WriteStream, terminal: Terminal): BuildProgress {
  const told = new Map<string, string>();
  const tell = (key: string, state: string, line: string) => {
    if (told.get(key) === state) return;
    told.set(key, state);
    sayTo(stream)(line);
  };
  return {
    show(builds, now) {
      for (const followed of builds) {
        const { metadata, status } = followed.build;
        const name = `${metadata.namespace}/${metadata.name}`;
        const rows = buildRows(followed, now).filter(({ phase }) => phase !== 'Pending');
        const width = Math.max(...rows.map(({ label }) => label.length), 4);
        for (const row of rows) tell(`${name}/${row.index}`, row.phase, taskLine(row, width, terminal));
        tell(name, `${status?.phase} ${readyOf(status)?.reason}`, buildLine(followed, terminal));
      }
    },
    end: () => undefined,
  };
}
