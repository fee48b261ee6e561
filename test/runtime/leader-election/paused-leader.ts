import { readFileSync } from 'node:fs';
import { configMaps } from '../../../api/kinds/kubernetes.js';
import { loadConnection } from '../../../packages/kubernetes-client/connection/load-connection.js';
import { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import { collectionPath } from '../../../packages/kubernetes-conventions/resource.js';
import { type Clock, systemClock, wait } from '../../../packages/work-queue/clock.js';
import { awaitLeadership, type Leadership } from '../../../runtime/leader-election/leader-election.js';

/*
 * A leader that writes all the time, several writes at once over few sockets, for paused-leader.test.ts. It never stops by
 * itself: only what is asked before each write keeps it from writing, and each time it says so. Arguments: a kubeconfig, and a
 * file with the milliseconds by which its clock is ahead.
 */
const [, , kubeconfig = '', ahead = ''] = process.argv;
const clock: Clock = { ...systemClock, now: () => systemClock.now() + Number(readFileSync(ahead, 'utf8')) };
const connection = await loadConnection({ kubeconfig });
const candidate = { namespace: 'default', name: 'controller', identity: 'paused', leaseSeconds: 30 };
const election = new Transport(connection);
const never = new AbortController().signal;
let leadership: Leadership | undefined;
const transport = new Transport(connection, { maxSockets: 2, mayWrite: () => leadership?.isHeld() ?? false });

function refused(): Promise<void> {
  console.log('refused');
  return wait(systemClock, 0.01);
}

async function write(writer: number): Promise<void> {
  for (let count = 0; ; count++) {
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `writer-${writer}-${count}` } };
    const path = collectionPath(configMaps, 'default');
    await transport.request({ method: 'POST', path, body, ignoresAnswer: true }).catch(refused);
  }
}

leadership = await awaitLeadership(
  { transport: election, candidate, renewSeconds: 20, retrySeconds: 0.3, clock },
  never,
);
await Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer)));
