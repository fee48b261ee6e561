import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { secondsText } from './progress.mjs';

/** Without a further package for this long, the registry is probably out of reach. */
const stallMilliseconds = 30_000;
const countMilliseconds = 400;
const percentsShown = 25;

/** Paths of the packages that every platform gets, from the `packages` of a lockfile. npm writes the package.json of each when it unpacks it. */
export const pathsOf = (locked) =>
  Object.entries(locked).flatMap(([path, { link, optional }]) =>
    path.includes('node_modules/') && !link && !optional ? [path] : [],
  );

/** Counts the packages that are unpacked. `line` is for a terminal; `milestone` changes at each quarter, and when nothing arrives. */
export function installProgress(paths, now = Date.now) {
  const started = now();
  let count = 0;
  let counted = Number.NEGATIVE_INFINITY;
  let changed = started;
  const look = () => {
    if (now() - counted < countMilliseconds) return;
    counted = now();
    const found = paths.filter((path) => existsSync(join(path, 'package.json'))).length;
    if (found !== count) changed = now();
    count = found;
  };
  const stall = () =>
    now() - changed < stallMilliseconds ? '' : '; nothing has arrived for a while: is the npm registry reachable?';
  return {
    line() {
      look();
      return `install   ${count} of ${paths.length} packages, ${secondsText(now() - started)}${stall()}`;
    },
    milestone() {
      look();
      const quarter = Math.floor((100 * count) / paths.length / percentsShown) * percentsShown;
      const percent = quarter === 0 || quarter === 100 ? '' : `install   ${quarter} % of the packages`;
      return stall() === '' ? percent : `install   ${count} of ${paths.length} packages${stall()}`;
    },
  };
}
