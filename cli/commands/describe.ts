import { events } from '../../api/kinds/kubernetes.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { Cluster } from '../cluster/cluster.js';
import { ifReadable } from '../cluster/readable-kinds.js';
import { type Resolved, resolveObject } from '../cluster/resolve.js';
import { defineCommand } from '../command-definition.js';
import { exitCodes } from '../exit-codes.js';
import { viewOf } from '../kind-views.js';
import { allKinds } from '../kinds.js';
import { type EventObject, eventLines } from '../run/describe-events.js';
import { helpLines } from '../run/help-lines.js';
import { type Run, runState } from '../run/run-state.js';
import type { Session } from '../session.js';

export const describeCommand = defineCommand(
  'describe',
  (command) =>
    command
      .summary('show one object with its tasks or steps, conditions and events')
      .description(
        'Show a run with its tasks or steps, conditions and Events; a Batch or Task with its latest runs; an Agent with its Pods; or an AgentBuild with its previous builds.',
      )
      .argument('<name...>', 'such as batchrun/x, task/y, agent/z, agentbuild/z or @latest'),
  async (session, names) => {
    const cluster = await session.cluster();
    for (const [index, name] of names.entries()) {
      const resolved = await resolveObject(cluster, name, allKinds, 'describe');
      const lines = await describe(session, cluster, resolved);
      await session.out.write([...(index > 0 ? ['', ''] : []), ...lines, ''].join('\n'));
      printHint(resolved, session);
    }
    return exitCodes.succeeded;
  },
);

async function describe({ out, err, now }: Session, cluster: Cluster, { kind, object }: Resolved): Promise<string[]> {
  const time = now();
  const lines = await viewOf(kind).describe(object, { cluster, out, err, now: time });
  if (kind.role === 'template') return [...lines];
  const happened = eventLines(await ifReadable(cluster, eventsOf(cluster, object), []), out.terminal, time);
  return [...lines, ...happened, ...helpLines(object)];
}

function eventsOf(cluster: Cluster, { kind, metadata: { name, namespace, uid } }: KubernetesObject) {
  const fieldSelector = `involvedObject.kind=${kind},involvedObject.name=${name}`;
  return cluster
    .collect(
      { resource: events, namespace, fieldSelector },
      (event: EventObject & { involvedObject?: { uid?: string } }) =>
        event.involvedObject?.uid === undefined || event.involvedObject.uid === uid ? [event] : [],
    )
    .then((found) => found.flat());
}

/** What to look at next, for a person only. */
function printHint(resolved: Resolved, { err }: Session): void {
  const hint = err.terminal.isTty ? hintOn(resolved) : undefined;
  if (hint) err.line(err.terminal.paint('dim', `\n${hint}`));
}

function hintOn({ kind, object }: Resolved): string | undefined {
  if (kind.role === 'template') return undefined;
  const name = `${kind.singular}/${object.metadata.name}`;
  const follow = `kubectl task logs ${name} -f  follows it`;
  if (kind.role === 'service') return follow;
  const { phase } = runState(object as Run);
  if (phase === 'Failed') return `kubectl task logs ${name} --failed  shows why`;
  return phase === 'Running' ? follow : undefined;
}
