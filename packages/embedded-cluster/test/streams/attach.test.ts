import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Pod, PodSpec } from '../../objects.js';
import { hasEnded, when } from '../node/harness.js';
import { openChannelClient, refusal, streamPath } from './channel-client.js';
import { createPod, type StreamCluster, startStreamCluster } from './stream-cluster.js';

let cluster: StreamCluster;
beforeAll(async () => {
  cluster = await startStreamCluster();
});
afterAll(() => cluster.stop());

type Fields = Partial<PodSpec['containers'][number]>;

const start = (name: string, script: string, fields: Fields = { stdin: true }) =>
  createPod(cluster, name, {
    containers: [{ name: 'main', image: 'any', command: ['sh', '-c', script], ...fields }],
  });
const all = { stdin: 'true', stdout: 'true', stderr: 'true' };
const attach = (name: string, query: Record<string, string> = all) =>
  openChannelClient(cluster.server, streamPath(name, 'attach', query));
const ended = (name: string) => when<Pod>(cluster.server.api, 'pods', name, hasEnded);
const exitCodeOf = ({ status }: Pod) => status?.containerStatuses?.[0]?.state?.terminated?.exitCode;

describe('output', () => {
  const script = 'echo before; read line; echo "out $line"; echo "err $line" >&2; exit 3';

  test('from now on, both kinds apart; the end is a success, whatever the exit code', async () => {
    await start('output', script);
    const client = await attach('output');
    client.send(0, 'hi\n');
    const { stdout, stderr, status } = await client.ended;
    expect([stdout.toString(), stderr, status]).toEqual(['out hi\n', 'err hi\n', { metadata: {}, status: 'Success' }]);
    expect(exitCodeOf(await ended('output'))).toBe(3);
  });
  test('every client gets it, and the log', async () => {
    await start('shared', script);
    const clients = await Promise.all([attach('shared'), attach('shared', { stdout: 'true' })]);
    clients[0]?.send(0, 'hi\n');
    const seen = await Promise.all(clients.map((client) => client.ended));
    expect(seen.map(({ stdout, stderr }) => [stdout.toString(), stderr])).toEqual([
      ['out hi\n', 'err hi\n'],
      ['out hi\n', ''],
    ]);
  });
  test('a client that leaves does not disturb the container', async () => {
    await start('leaves', 'while read line; do echo "$line"; done; exit 4');
    const first = await attach('leaves', { stdin: 'true', stdout: 'true' });
    first.send(0, 'one\n');
    await first.said(1, 'one\n');
    first.socket.terminate();
    await first.ended;
    const second = await attach('leaves');
    second.send(0, 'two\n');
    await second.said(1, 'two\n');
    second.socket.close();
    expect((await second.ended).stdout.toString()).toBe('two\n');
  });
});

describe('input', () => {
  test('stdinOnce: it ends with its first client', async () => {
    await start('once', 'cat; exit 6', { stdin: true, stdinOnce: true });
    const client = await attach('once');
    client.send(0, 'text');
    client.send(255, Buffer.of(0));
    expect((await client.ended).stdout.toString()).toBe('text');
    expect(exitCodeOf(await ended('once'))).toBe(6);
  });
  test('stdinOnce and a client that breaks off: the same', async () => {
    await start('broken', 'cat; exit 7', { stdin: true, stdinOnce: true });
    const client = await attach('broken');
    client.socket.terminate();
    expect(exitCodeOf(await ended('broken'))).toBe(7);
  });
  test('a container without stdin: it reads the end of the input, and what is sent is dropped', async () => {
    await start('none', 'cat; while ! [ -e go ]; do sleep 0.01; done; echo done', {});
    const client = await attach('none');
    client.send(0, 'text');
    const exec = await openChannelClient(
      cluster.server,
      streamPath('none', 'exec', { stdout: 'true', command: ['touch', 'go'] }),
    );
    await exec.ended;
    expect((await client.ended).stdout.toString()).toBe('done\n');
  });
});

test('a container that does not run: said in the stream, or as the answer', async () => {
  await start('over', 'true', {});
  await ended('over');
  const { status } = await (await attach('over')).ended;
  expect(status?.message).toBe('Internal error occurred: unable to upgrade connection: container not found ("main")');
  expect(await refusal(cluster.server, streamPath('over', 'attach', all), ['v4.channel.k8s.io'])).toEqual({
    code: 500,
    body: 'container not found ("main")\n',
  });
});

const hasScript = spawnSync('script', ['--version']).stdout?.includes('util-linux') ?? false;
if (!hasScript) console.warn('skipped: a terminal needs the program script of util-linux');

(hasScript ? describe : describe.skip)('a container with a terminal', () => {
  const terminal = { stdin: true, tty: true };

  test('has one, which clients type into and resize; its log has its output', async () => {
    await start('terminal', "tty; stty -echo; trap 'stty size; exit 8' WINCH; while sleep 0.01; do :; done", terminal);
    const client = await attach('terminal', { ...all, tty: 'true' });
    client.send(4, JSON.stringify({ Width: 91, Height: 41 }));
    const { stdout } = await client.ended;
    expect(stdout.toString()).toContain('41 91\r\n');
    expect(exitCodeOf(await ended('terminal'))).toBe(8);
  });
  test('outlives a client that is gone; Ctrl-C of the next one interrupts it', async () => {
    const script = `trap 'exit 130' INT; read line; echo "got $line"; while sleep 0.01; do :; done`;
    await start('stays', script, terminal);
    const first = await attach('stays', { ...all, tty: 'true' });
    first.socket.terminate();
    await first.ended;
    const second = await attach('stays', { ...all, tty: 'true' });
    second.send(0, 'hi\r');
    await second.said(1, 'got hi');
    second.send(0, '\x03');
    await second.ended;
    expect(exitCodeOf(await ended('stays'))).toBe(130);
  });
  test('its Pod is deleted: SIGTERM goes to its process', async () => {
    await start('term', "trap 'echo bye; exit 9' TERM; echo ready; while sleep 0.01; do :; done", terminal);
    const client = await attach('term', { ...all, tty: 'true' });
    cluster.server.api.delete('pods', 'default', 'term', { gracePeriodSeconds: 30 });
    expect((await client.ended).stdout.toString()).toContain('bye\r\n');
  });
});
