import { keyOf } from '../../../packages/kubernetes-conventions/object-key.js';
import type { Terminal } from '../../output/terminal.js';
import { progressText } from '../../run/progress-text.js';
import { runState } from '../../run/run-state.js';
import { type FollowedRun, progressRowsOf } from './followed-run.js';
import type { ProgressView } from './progress.js';

const plain: Pick<Terminal, 'paint'> = { paint: (_, text) => text };

/** A run's line is shown again in a pipe when its phase or reason changes, not with every count. */
export const runProgress: ProgressView<FollowedRun> = {
  key: ({ run }) => keyOf(run),
  head: ({ run }, now) => progressText(run, plain, now),
  state: ({ run }) => `${runState(run).phase} ${runState(run).reason}`,
  rows: progressRowsOf,
};
