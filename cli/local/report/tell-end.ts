import type { Cluster } from '../../cluster/cluster.js';
import { outcomesOfRun } from '../../cluster/outcomes-of-run.js';
import { totals } from '../../run/result-rows.js';
import { isBatchRun, runState } from '../../run/run-state.js';
import type { Session } from '../../session.js';
import type { Followed } from '../follow/follow-all.js';
import { isGood, isUp } from '../follow/followed-build.js';
import { type FollowedRun, rowsOf } from '../follow/followed-run.js';
import { places } from '../machine/places.js';
import { agentLines } from './agent-lines.js';
import { buildSummary } from './build-summary.js';
import { endLines } from './end-lines.js';
import { hints } from './hints.js';
import { printLastLines } from './print-last-lines.js';
import { stepRowsOf, stepsOf, taskRowsOf } from './result-rows.js';
import { resultTable } from './result-table.js';

export interface End {
  /** Every run and build succeeded, every agent is up. */
  readonly isGood: boolean;
  /** The cluster stays up until Ctrl-C: as asked, and because an agent that is up is there to be asked. */
  readonly staysUp: boolean;
}

/** Shows how everything ended: results on stdout; what failed and what to do next on stderr. */
export async function tellEnd(session: Session, cluster: Cluster, followed: Followed, keep: boolean): Promise<End> {
  const { out, err, interrupt, now } = session;
  const { runs, builds, agents } = followed;
  const staysUp = keep || agents.some(isUp);
  for (const run of runs) for (const line of await summary(session, cluster, run, staysUp)) out.line(line);
  for (const line of buildSummary(builds, out.terminal, places.registry, now())) out.line(line);
  if (!interrupt.aborted) {
    const up = [...builds.filter(isGood).flatMap(({ agent }) => agent ?? []), ...agents.filter(isUp)];
    for (const line of await agentLines(cluster.transport, up)) out.line(line);
    await printLastLines(session, cluster, followed);
    for (const line of hints(followed, { ...session, kubeconfig: places.kubeconfig, keep: staysUp })) err.line(line);
  }
  const succeeded = ({ run }: FollowedRun) => runState(run).phase === 'Succeeded';
  return { isGood: runs.every(succeeded) && builds.every(isGood) && agents.every(isUp), staysUp };
}

/** The results of a run, then one line with the time it took and the sums. */
async function summary(session: Session, cluster: Cluster, followed: FollowedRun, isKept: boolean): Promise<string[]> {
  const { out, err, now } = session;
  const { run } = followed;
  const outcomes = isBatchRun(run) ? await outcomesOfRun(cluster, run, err) : undefined;
  const title = stepsOf(run).length > 0 ? 'STEP' : 'NAME';
  const rows = title === 'STEP' ? stepRowsOf(followed) : taskRowsOf(followed, outcomes, isKept);
  const sums = totals(rowsOf(followed, outcomes));
  const table = rows.length === 0 ? [] : ['', ...resultTable(title, rows, out.terminal, now())];
  return [...table, '', ...endLines(run, title === 'STEP' ? '' : sums, out.terminal, now())];
}
