import type { Cluster } from '../../cluster/cluster.js';
import { outcomesOfRun } from '../../cluster/outcomes-of-run.js';
import { table } from '../../output/table.js';
import type { Terminal } from '../../output/terminal.js';
import { conclude } from '../../run/conclude.js';
import { resultColumns, totals } from '../../run/result-rows.js';
import { isBatchRun, nameOf, runState } from '../../run/run-state.js';
import type { TaskRow } from '../../run/task-row.js';
import type { Session } from '../../session.js';
import type { Followed } from '../follow/follow-all.js';
import { isGood, isUp } from '../follow/followed-build.js';
import { type FollowedRun, rowsOf } from '../follow/followed-run.js';
import { places } from '../machine/places.js';
import { agentLines } from './agent-lines.js';
import { buildSummary } from './build-summary.js';
import { hints } from './hints.js';
import { printLastLines } from './print-last-lines.js';

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
  for (const run of runs) for (const line of await summary(session, cluster, run)) out.line(line);
  for (const line of buildSummary(builds, out.terminal, places.registry, now())) out.line(line);
  const staysUp = keep || agents.some(isUp);
  if (!interrupt.aborted) {
    const up = [...builds.filter(isGood).flatMap(({ agent }) => agent ?? []), ...agents.filter(isUp)];
    for (const line of await agentLines(cluster.transport, up)) out.line(line);
    await printLastLines(session, cluster, followed);
    for (const line of hints(followed, { ...session, kubeconfig: places.kubeconfig, keep: staysUp })) err.line(line);
  }
  const succeeded = ({ run }: FollowedRun) => runState(run).phase === 'Succeeded';
  return { isGood: runs.every(succeeded) && builds.every(isGood) && agents.every(isUp), staysUp };
}

/** The results of a run as `kubectl task results` shows them, then one line with the time it took. */
async function summary({ out, err, now }: Session, cluster: Cluster, followed: FollowedRun): Promise<string[]> {
  const { run } = followed;
  const rows = rowsOf(followed, isBatchRun(run) ? await outcomesOfRun(cluster, run, err) : undefined);
  return ['', ...resultTable(rows, out.terminal, now()), '', endLine(followed, rows, out.terminal, now())];
}

const resultTable = (rows: readonly TaskRow[], terminal: Terminal, now: number): string[] =>
  table(resultColumns(now), rows, terminal, { dispensable: ['VERDICT', 'COMMIT'] });

function endLine({ run }: FollowedRun, rows: readonly TaskRow[], terminal: Terminal, now: number): string {
  const { phase, isFinished } = runState(run);
  if (!isFinished) return `${nameOf(run)} has not finished: ${totals(rows)}`;
  const { text } = conclude({ how: 'finished', run }, { run, wasInterrupted: false, now }, terminal);
  return phase === 'Succeeded' ? `${text}: ${totals(rows)}` : text;
}
