import { cut } from '../output/printable.js';
import type { Terminal } from '../output/terminal.js';
import { formatDuration } from './duration.js';
import type { FollowedBuild } from './followed-build.js';
import { phaseStyles } from './live-view.js';

const header = ['BUILD', 'RESULT', 'TIME', 'COMMIT', 'DIGEST'];

/** How the builds ended; what is cut here is told in full by `imageLines`. */
export function buildTable(builds: readonly FollowedBuild[], { columns, paint }: Terminal): string[] {
  const cells = [header, ...builds.map(cellsOf)];
  const widths = header.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  return cells.map((line, i) => {
    const text = cut(line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('   '), columns);
    const phase = builds[i - 1]?.build.status?.phase ?? 'Paused';
    return phase === 'Paused' ? text : text.replace(phase, paint(phaseStyles[phase], phase));
  });
}

function cellsOf({ build: { metadata, status } }: FollowedBuild): string[] {
  const { phase = 'Pending', startTime, completionTime } = status ?? {};
  const isBuilt = phase === 'Succeeded';
  const digest = isBuilt
    ? status?.image
        ?.split('@')
        .at(1)
        ?.slice(0, 'sha256:'.length + 12)
    : undefined;
  const time = startTime && completionTime ? formatDuration(Date.parse(completionTime) - Date.parse(startTime)) : '-';
  return [metadata.name, phase, time, (isBuilt && status?.commit?.slice(0, 7)) || '-', digest ?? '-'];
}
