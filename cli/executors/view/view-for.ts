import type { Session } from '../../session.js';
import { compactView } from './compact-view.js';
import { groupView } from './group-view.js';
import { plainView } from './plain-view.js';
import type { View } from './view.js';

export interface ViewOptions {
  /** Each line, also on a terminal. */
  readonly isPlain: boolean;
  /** Standard output is of one task, or holds data. */
  readonly isStdoutTaken: boolean;
  /** Names of the tasks that are shown this way. */
  readonly names: readonly string[];
}

/** How the tasks of this command line are shown. */
export function viewFor({ out, err, env, now }: Session, { isPlain, isStdoutTaken, names }: ViewOptions): View {
  const output = isStdoutTaken ? err : out;
  if (isPlain) return plainView(output, err);
  if (env['GITHUB_ACTIONS'] === 'true') return groupView(output);
  const isWatched = err.terminal.isTty && output.terminal.isTty && !env['CI'];
  return isWatched ? compactView({ err, now }, names) : plainView(output, err);
}
