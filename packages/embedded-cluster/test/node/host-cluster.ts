import { startCluster } from '../../cluster.js';
import type { Pod } from '../../objects.js';
import { shellPod } from './harness.js';

/** Hosts a cluster with one endless Pod; prints its process ids and its folder as one line of JSON, then waits to be killed. */
const [kubeconfigPath = ''] = process.argv.slice(2);
const { server, scratchDirectory } = await startCluster({ kubeconfigPath });
// One has left the group and is known by its TMPDIR, one has lost its TMPDIR and is known by its group, and one has lost
// its group, its environment and its folder.
const hidden = 'cd / && exec env -i setsid sleep 600 </dev/null >/dev/null 2>&1';
const script = `(${hidden}) & hidden=$!; setsid sleep 600 & escaped=$!; TMPDIR=/ sleep 600 & echo $$$$ $! $escaped $hidden > /dev/termination-log; wait`;
const pod = shellPod('endless', script);
server.api.create('pods', { ...pod, metadata: { ...pod.metadata, namespace: 'default' } });
server.api.watch('pods', ({ object }) => {
  const running = (object as Pod).status?.containerStatuses?.[0]?.state?.running;
  if (running) process.stdout.write(`${JSON.stringify({ scratchDirectory, uid: object.metadata.uid })}\n`);
});
