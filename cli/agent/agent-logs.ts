import type { Agent } from '../../api/generated/kinds.js';
import { agent as kind } from '../../api/kinds/agent.js';
import type { Cluster } from '../cluster/cluster.js';
import { untilDeleted } from '../cluster/until-deleted.js';
import { UserError } from '../errors/user-error.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { followLogs } from '../logs/follow-logs.js';
import { type LogsOptions, logsOf } from '../logs/logs-options.js';
import { printLogs } from '../logs/pod-logs.js';
import { timedOutText } from '../run/conclude.js';
import type { Session } from '../session.js';
import { podsOfAgent } from './agent-pods.js';

/**
 * Prints what the Pods of an agent say; with `follow` until the agent is deleted, or Ctrl-C.
 *
 * @throws UserError when no container has started, and for options that are of runs
 */
export async function agentLogs(
  session: Session,
  cluster: Cluster,
  agent: Agent,
  options: LogsOptions,
): Promise<ExitCode> {
  const { name } = agent.metadata;
  const ofRuns = options.task ? '--task' : options.failed ? '--failed' : undefined;
  if (ofRuns)
    throw new UserError(`Cannot show logs of agent/${name} with ${ofRuns}: an agent has no tasks and never finishes`);
  const logs = logsOf(session, cluster, podsOfAgent(agent), options);
  if (!options.follow) {
    if ((await printLogs(logs)) === 0 && !session.interrupt.aborted) throw nothingToRead(agent);
    return session.interrupt.aborted ? exitCodes.interrupted : exitCodes.succeeded;
  }
  const ending = await followLogs(logs, () => untilDeleted(cluster, kind.resource, agent, logs.signal));
  if (session.interrupt.aborted) return exitCodes.interrupted;
  session.err.line(ending === 'deleted' ? `agent/${name} was deleted` : timedOutText(`agent/${name}`, options.timeout));
  return ending === 'deleted' ? exitCodes.cancelled : exitCodes.timedOut;
}

function nothingToRead({ metadata: { name }, status }: Agent): UserError {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  const why = ready ? `${ready.reason}: ${ready.message}` : 'no controller has observed it yet';
  return new UserError(`Cannot show logs of agent/${name}: no container has started (${why})`, [
    `kubectl task logs agent/${name} -f waits for them`,
  ]);
}
