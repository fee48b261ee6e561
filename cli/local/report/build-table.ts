import { durationText } from '../../output/age-text.js';
import { phaseStyle } from '../../output/phase-style.js';
import { type Column, table } from '../../output/table.js';
import type { Terminal } from '../../output/terminal.js';
import { nameOf, runState } from '../../run/run-state.js';
import type { FollowedBuild } from '../follow/followed-build.js';

/** How the builds ended; what is cut here is shown in full by `buildSummary`. */
export const buildTable = (builds: readonly FollowedBuild[], terminal: Terminal, now: number): string[] =>
  table(columns(now), builds, terminal);

const columns = (now: number): Column<FollowedBuild>[] => [
  { title: 'NAME', text: ({ build }) => nameOf(build) },
  {
    title: 'PHASE',
    text: ({ build }) => runState(build).phase,
    style: ({ build }) => phaseStyle(runState(build).phase),
  },
  { title: 'DURATION', text: ({ build }) => durationText(runState(build), now) },
  { title: 'COMMIT', text: (followed) => ifBuilt(followed, ({ status }) => status?.commit?.slice(0, 7)) },
  { title: 'DIGEST', text: (followed) => ifBuilt(followed, ({ status }) => shortDigest(status?.image)) },
];

/** The status keeps the image of an earlier spec, which is not what is asked for here. */
const ifBuilt = ({ build }: FollowedBuild, text: (build: FollowedBuild['build']) => string | undefined): string =>
  build.status?.phase === 'Succeeded' ? (text(build) ?? '') : '';

const shortDigest = (image: string | undefined): string | undefined =>
  image
    ?.split('@')
    .at(1)
    ?.slice(0, 'sha256:'.length + 12);
