import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Pod } from '../../../local/objects.js';
import {
  configMap,
  hasEnded,
  readWholeLog,
  shellPod,
  startTestCluster,
  type TestCluster,
  when,
  whenGone,
} from './harness.js';

let cluster: TestCluster;
beforeEach(() => {
  cluster = startTestCluster();
});
afterEach(() => cluster.stop());

async function runToEnd(pod: Pod): Promise<Pod> {
  cluster.api.create('pods', pod);
  return when<Pod>(cluster.api, 'pods', pod.metadata.name, hasEnded);
}

const main = (pod: Pod) => pod.status?.containerStatuses?.[0]?.state;

describe('a Pod', () => {
  test('a script that ends well: Succeeded, with its output in the log', async () => {
    const pod = await runToEnd(shellPod('p', 'echo out; echo err >&2'));
    expect(pod.status?.phase).toBe('Succeeded');
    expect(main(pod)?.terminated).toMatchObject({ exitCode: 0, reason: 'Completed' });
    expect((await readWholeLog(cluster, 'p')).split('\n').sort()).toEqual(['', 'err', 'out']);
  });

  test('exit 3 with a termination message: Failed, and the status carries both', async () => {
    const pod = await runToEnd(shellPod('p', 'echo why > /dev/termination-log; exit 3'));
    expect(pod.status?.phase).toBe('Failed');
    expect(main(pod)?.terminated).toMatchObject({ exitCode: 3, reason: 'Error', message: 'why\n' });
  });
});
