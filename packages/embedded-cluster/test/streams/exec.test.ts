import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Pod } from '../../objects.js';
import { hasEnded, when } from '../node/harness.js';
import { whenEnded } from '../node/when-ended.js';
import { type ChannelClient, openChannelClient, refusal, type StreamStatus, streamPath } from './channel-client.js';
import { createPod, type StreamCluster, sleeping, startStreamCluster } from './stream-cluster.js';

let cluster: StreamCluster;
beforeAll(async () => {
  cluster = await startStreamCluster();
  await createPod(cluster, 'one', {
    volumes: [{ name: 'work', emptyDir: {} }],
    containers: [
      sleeping('main', {
        env: [{ name: 'GREETING', value: 'good "day"' }],
        workingDir: '/workspace/inner',
        volumeMounts: [{ name: 'work', mountPath: '/workspace' }],
      }),
    ],
  });
  await createPod(cluster, 'two', {
    initContainers: [{ name: 'setup', image: 'any', command: ['true'] }],
    containers: [sleeping('a'), { name: 'b', image: 'any', command: ['true'] }],
  });
  await when<Pod>(cluster.server.api, 'pods', 'two', ({ status }) =>
    Boolean(status?.containerStatuses?.some(({ state }) => state?.terminated)),
  );
});
afterAll(() => cluster.stop());

const both = { stdout: 'true', stderr: 'true' };
const open = (
  command: readonly string[],
  query: Record<string, string> = both,
  { pod = 'one', protocol = 'v5.channel.k8s.io' } = {},
): Promise<ChannelClient> =>
  openChannelClient(cluster.server, streamPath(pod, 'exec', { ...query, command }), protocol);
const run = async (script: string, ...rest: [Record<string, string>?, { pod?: string; protocol?: string }?]) =>
  (await open(['sh', '-c', script], ...rest)).ended;

const exitStatus = (code: number): StreamStatus => ({
  status: 'Failure',
  reason: 'NonZeroExitCode',
  message: `command terminated with non-zero exit code: command terminated with exit code ${code}`,
  details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
});

describe('what comes back', () => {
  test('output of both kinds, apart, and the exit code', async () => {
    const { stdout, stderr, status } = await run('echo out; echo err >&2; exit 7');
    expect([stdout.toString(), stderr]).toEqual(['out\n', 'err\n']);
    expect(status).toMatchObject(exitStatus(7));
  });
  test('exit code 0: Success', async () => {
    expect((await run('true')).status).toEqual({ metadata: {}, status: 'Success' });
  });
  test('a signal: 128 and its number', async () => {
    expect((await run('kill -9 $' + '$')).status).toMatchObject(exitStatus(137));
  });
  test('the older protocol says the exit code in the kubelet’s words', async () => {
    const { status } = await run('exit 3', both, { protocol: 'v4.channel.k8s.io' });
    expect(status).toMatchObject({
      ...exitStatus(3),
      message: 'command terminated with non-zero exit code: error executing command [sh -c exit 3], exit code 3',
    });
  });
  test('only the streams that were asked for', async () => {
    const { stdout, stderr } = await run('echo out; echo err >&2', { stderr: 'true' });
    expect([stdout.toString(), stderr]).toEqual(['', 'err\n']);
  });
  test('20 MB, byte for byte', async () => {
    const { stdout } = await run('head -c 20000000 /dev/zero');
    expect(stdout.equals(Buffer.alloc(20_000_000))).toBe(true);
  });
});

describe('where it runs', () => {
  test('environment, folder and mounts of the container', async () => {
    const { stdout } = await run('echo "$GREETING"; pwd; cd /workspace && pwd');
    const [greeting, inner, workspace = ''] = stdout.toString().split('\n');
    expect([greeting, inner]).toEqual(['good "day"', join(realpathSync(workspace), 'inner')]);
  });
  test('its words are literal but for the paths of mounts', async () => {
    const client = await open(['printf', '%s|', '$(GREETING)', '$HOME', 'a\nb', '']);
    expect((await client.ended).stdout.toString()).toBe('$(GREETING)|$HOME|a\nb||');
  });
  test('without stdin: it reads the end of the input', async () => {
    expect((await run('cat; echo end')).stdout.toString()).toBe('end\n');
  });
});

describe('stdin', () => {
  const withStdin = { ...both, stdin: 'true' };

  test('what is sent arrives, and its end comes on channel 255', async () => {
    const client = await open(['sh', '-c', 'sha256sum; echo end'], withStdin);
    const data = randomBytes(3_000_000);
    client.send(0, data.subarray(0, 1_000_000));
    client.send(0, data.subarray(1_000_000));
    client.send(255, Buffer.of(0));
    const sum = createHash('sha256').update(data).digest('hex');
    expect((await client.ended).stdout.toString()).toBe(`${sum}  -\nend\n`);
  });
  test('a command that ends before its input does: its exit code', async () => {
    const client = await open(['sh', '-c', 'head -c 3; exit 5'], withStdin);
    client.send(0, Buffer.alloc(1_000_000, 'x'));
    const { stdout, status } = await client.ended;
    expect([stdout.toString(), status?.details?.causes?.[0]?.message]).toEqual(['xxx', '5']);
  });
  test('the older protocol cannot end it: it ends when the client goes', async () => {
    const client = await open(['sh', '-c', 'cat > seen; mv seen whole; echo $' + '$ >&2'], withStdin, {
      protocol: 'v4.channel.k8s.io',
    });
    client.send(0, 'text');
    client.send(255, Buffer.of(0));
    client.socket.close();
    await client.ended;
    const { stdout } = await run('until [ -e whole ]; do sleep 0.01; done; cat whole');
    expect(stdout.toString()).toBe('text');
  });
});

describe('what is refused', () => {
  const v5 = 'v5.channel.k8s.io';
  const v4 = 'v4.channel.k8s.io';
  const cases: Record<string, { pod: string; container?: string; protocol?: string; want: [number, string] }> = {
    'no such Pod: 404': { pod: 'none', want: [404, String.raw`pods \"none\" not found`] },
    'two containers and no name: the list': {
      pod: 'two',
      want: [400, 'a container name must be specified for pod two, choose one of: [setup a b]'],
    },
    'no such container: 400': { pod: 'two', container: 'c', want: [400, 'container c is not valid for pod two'] },
    'a container that does not run, older protocol: the kubelet’s 500': {
      pod: 'two',
      container: 'b',
      protocol: v4,
      want: [500, 'container not found ("b")\n'],
    },
    'unknown protocol: 403': { pod: 'one', protocol: 'v9.channel.k8s.io', want: [403, ''] },
  };
  test.each(Object.entries(cases))('%s', async (_, { pod, container, protocol = v5, want: [code, message] }) => {
    const path = streamPath(pod, 'exec', { ...both, command: 'true', ...(container && { container }) });
    const answer = await refusal(cluster.server, path, [protocol]);
    expect(answer).toEqual({ code, body: expect.stringContaining(message) });
  });

  test('a client that accepts JSON alone: the kubelet’s 406', async () => {
    const path = streamPath('one', 'exec', { ...both, command: 'true' });
    const answer = await refusal(cluster.server, path, [v5], { accept: 'application/json' });
    expect(answer).toEqual({ code: 406, body: expect.stringContaining('406: Not Acceptable') });
  });
  test('a container that does not run: said in the stream', async () => {
    const { status } = await run('true', { ...both, container: 'b' }, { pod: 'two' });
    const why = 'unable to upgrade connection: container not found ("b")';
    expect(status).toMatchObject({ reason: 'InternalError', message: `Internal error occurred: ${why}` });
  });
  test('a command that does not exist: said in the stream', async () => {
    const { status } = await (await open(['no-such-command'])).ended;
    expect(status).toMatchObject({
      reason: 'InternalError',
      message: expect.stringContaining('exec: "no-such-command": executable file not found in $PATH'),
    });
  });
  test('an unclear yes is one, as for a real server', async () => {
    expect((await run('echo out', { stdout: 'maybe', stderr: 'FALSE' })).stdout.toString()).toBe('out\n');
  });
  test('no stream at all: said in the stream', async () => {
    const { status } = await (await open(['true'], {})).ended;
    expect(status?.message).toContain('you must specify at least 1 of stdin, stdout, stderr');
  });
  test('a request that asks for no other protocol: 400', async () => {
    const { server } = cluster;
    const options = { ca: server.caPem, headers: { authorization: `Bearer ${server.token}` } };
    const [response] = (await once(get(`${server.url}${streamPath('one', 'exec', both)}`, options), 'response')) as [
      IncomingMessage,
    ];
    expect([response.statusCode, await text(response)]).toEqual([
      400,
      expect.stringContaining('Upgrade request required'),
    ]);
  });
});

describe('the end of the container', () => {
  test('is the end of its commands: exit code 137', async () => {
    await createPod(cluster, 'short', { containers: [sleeping('main')] });
    const client = await open(['sh', '-c', 'echo $' + '$; sleep 600'], both, { pod: 'short' });
    await client.said(1, '\n');
    const gone = when<Pod>(cluster.server.api, 'pods', 'short', hasEnded);
    cluster.server.api.delete('pods', 'default', 'short', { gracePeriodSeconds: 1 });
    const { stdout, status } = await client.ended;
    expect(status).toMatchObject(exitStatus(137));
    await Promise.all([whenEnded(Number(stdout.toString())), gone]);
  });
  test('is the end of what a command left in the background', async () => {
    await createPod(cluster, 'left', { containers: [sleeping('main')] });
    const { stdout } = await run('sleep 600 >/dev/null 2>&1 & echo $!', both, { pod: 'left' });
    cluster.server.api.delete('pods', 'default', 'left', { gracePeriodSeconds: 1 });
    await whenEnded(Number(stdout.toString()));
  });
  test('a client that goes away leaves a quiet command running, and breaks the output of a noisy one', async () => {
    const quiet = await open(['sh', '-c', 'echo $' + '$; exec sleep 600']);
    const noisy = await open(['sh', '-c', 'echo $' + '$; exec yes']);
    await Promise.all([quiet.said(1, '\n'), noisy.said(1, 'y')]);
    for (const { socket } of [quiet, noisy]) socket.terminate();
    const [first, second] = await Promise.all([quiet.ended, noisy.ended]);
    const pidOf = ({ stdout }: { stdout: Buffer }) => Number(stdout.toString('utf8', 0, 20).split('\n')[0]);
    await whenEnded(pidOf(second));
    expect(process.kill(pidOf(first), 0)).toBe(true);
  });
});
