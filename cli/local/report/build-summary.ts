import { NOTICE } from '../../../packages/embedded-cluster/index.js';
import type { Terminal } from '../../output/terminal.js';
import { type FollowedBuild, isGood, readyOf } from '../follow/followed-build.js';
import { buildTable } from './build-table.js';

/** How the builds ended: a table, what was built in full, what failed, and that nothing of it was built for real. */
export function buildSummary(
  builds: readonly FollowedBuild[],
  terminal: Terminal,
  registry: string,
  now: number,
): string[] {
  if (builds.length === 0) return [];
  const built = builds.filter(({ build }) => build.status?.phase === 'Succeeded');
  return [
    '',
    ...buildTable(builds, terminal, now),
    ...builds.filter((followed) => !isGood(followed)).flatMap((followed) => ['', problemLine(followed, terminal)]),
    ...built.flatMap(({ build }) => ['', `image     ${build.status?.image}`, `commit    ${build.status?.commit}`]),
    ...(built.length > 0
      ? [`note      ${NOTICE}; images contain the unchanged build context, and are stored in ${registry}`]
      : []),
  ];
}

function problemLine({ build, agent }: FollowedBuild, { paint }: Terminal): string {
  const isBuilt = build.status?.phase === 'Succeeded';
  const deployed = build.status?.conditions?.find(({ type, status }) => type === 'Deployed' && status === 'False');
  const reason = isBuilt ? (deployed ?? readyOf(agent?.status)) : readyOf(build.status);
  return `${paint('red', `✗ ${build.metadata.name}`)}  ${reason?.message ?? 'not yet known'}`;
}
