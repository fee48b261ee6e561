import type { Session } from '../../session.js';
import type { PlacedTask } from '../choose-place.js';
import { plainView } from './plain-view.js';
import type { View } from './view.js';

export interface ViewOptions {
  /** Each line, also on a terminal. */
  readonly isPlain: boolean;
  /** Standard output is of one task, or holds data. */
  readonly isStdoutTaken: boolean;
  readonly placed: readonly PlacedTask[];
}

/** How the tasks of this command line are shown. */
export function viewFor({ out, err }: Session, { isStdoutTaken }: ViewOptions): View {
  return plainView(isStdoutTaken ? err : out, err);
}
