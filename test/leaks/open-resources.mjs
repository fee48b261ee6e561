import { setTimeout as delay } from 'node:timers/promises';

/** What keeps this process alive: handles one by one, and the number of each kind of resource. */
export const openResources = () => ({
  handles: new Set(process._getActiveHandles()),
  counts: countOf(process.getActiveResourcesInfo()),
});

/** What is open and was not `before`, in words; empty as soon as all of it is closed. What is closing has `patienceSeconds`. */
export async function leftOpen(before, patienceSeconds) {
  for (const deadline = Date.now() + patienceSeconds * 1000; ; await delay(20)) {
    const left = newSince(before, openResources());
    if (left.length === 0 || Date.now() > deadline) return left;
  }
}

/** Handles are named; other resources, timers for example, are counted: Node.js does not give them out. */
function newSince(before, after) {
  const handles = [...after.handles]
    .filter((handle) => !before.handles.has(handle) && !isStandardStream(handle))
    .map(describeHandle);
  const others = [...after.counts]
    .map(([kind, count]) => [kind, count - (before.counts.get(kind) ?? 0)])
    .filter(([kind, count]) => count > 0 && !/(Wrap|Process)$/.test(kind))
    .map(([kind, count]) => `${count} x ${kind}`);
  return [...handles, ...others];
}

function countOf(kinds) {
  const counts = new Map();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

/** Whoever writes to a standard stream first opens it, for the whole process: a warning of Node.js, for example. */
const isStandardStream = ({ fd }) => fd !== undefined && fd >= 0 && fd <= 2;

function describeHandle(handle) {
  const kind = handle.constructor.name;
  if (handle.spawnargs) return `process ${handle.pid} (${handle.spawnargs.join(' ').slice(0, 120)})`;
  if (typeof handle.address === 'function' && handle.listening) return `${kind} at ${portOf(handle.address())}`;
  if (handle.remotePort) return `${kind} from port ${handle.localPort} to ${handle.remotePort}`;
  return kind;
}

const portOf = (address) => (typeof address === 'string' ? address : `port ${address?.port}`);
