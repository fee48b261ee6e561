import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { terminalScript } from '../../node/terminal/terminal-script.js';
import { whenEnded } from '../node/when-ended.js';
import { openChannelClient, streamPath } from './channel-client.js';
import { createPod, type StreamCluster, sleeping, startStreamCluster } from './stream-cluster.js';

test('the words of the command and SHELL are literal', () => {
  const argv = ['printf', '%s|', "it's", '$HOME', '$(id)', 'a\nb'];
  const script = terminalScript(argv, 'a b', { width: 90, height: 20 });
  expect(script.split('; ').slice(3)).toEqual([
    'stty echo rows 20 cols 90',
    "export SHELL='a b'",
    `exec 'printf' '%s|' 'it'\\''s' '$HOME' '$(id)' 'a\nb'`,
  ]);
});

const hasScript = spawnSync('script', ['--version']).stdout?.includes('util-linux') ?? false;
if (!hasScript) console.warn('skipped: a terminal needs the program script of util-linux');
const describeWithTerminals = hasScript ? describe : describe.skip;

describeWithTerminals('a terminal', () => {
  let cluster: StreamCluster;
  beforeAll(async () => {
    cluster = await startStreamCluster();
    await createPod(cluster, 'one', { containers: [sleeping('main', { env: [{ name: 'A', value: 'b' }] })] });
  });
  afterAll(() => cluster.stop());

  const query = { stdin: 'true', stdout: 'true', stderr: 'true', tty: 'true' };
  const open = (...command: string[]) =>
    openChannelClient(cluster.server, streamPath('one', 'exec', { ...query, command }));
  const pidIn = (stdout: Buffer) => Number(/pid (\d+)/.exec(stdout.toString())?.[1]);

  test('one output, with carriage returns; the exit code comes back', async () => {
    const { stdout, stderr, status } = await (await open('sh', '-c', 'echo out; echo err >&2; exit 9')).ended;
    expect([stdout.toString(), stderr, status?.details?.causes?.[0]?.message]).toEqual(['out\r\nerr\r\n', '', '9']);
  });
  test('the environment of the container, and TERM', async () => {
    const { stdout } = await (await open('sh', '-c', 'echo $A $TERM $SHELL; tty')).ended;
    expect(stdout.toString()).toMatch(/^b xterm\r\n\/dev\/pts\/\d+\r\n$/);
  });
  test('what is typed is echoed; Ctrl-D ends the input', async () => {
    const client = await open('sh', '-c', 'echo ready; cat; echo end');
    await client.said(1, 'ready');
    client.send(0, 'typed\r');
    await client.said(1, 'typed\r\ntyped\r\n');
    client.send(0, '\x04');
    expect((await client.ended).stdout.toString()).toBe('ready\r\ntyped\r\ntyped\r\nend\r\n');
  });
  test('Ctrl-C interrupts the command: 130', async () => {
    // A shell that is about to start a program may keep the signal to itself.
    const client = await open('sh', '-c', "trap 'exit 130' INT; echo ready; while sleep 0.01; do :; done");
    await client.said(1, 'ready');
    client.send(0, '\x03');
    expect((await client.ended).status?.details?.causes?.[0]?.message).toBe('130');
  });
  test('a signal to the process of the command: 128 and its number', async () => {
    const client = await open('sh', '-c', 'echo pid $' + '$; sleep 600; : find-me');
    await client.said(1, '\n');
    process.kill(-pidIn(client.received(1)), 'SIGTERM');
    expect((await client.ended).status?.details?.causes?.[0]?.message).toBe('143');
  });
  test('whoever looks for the command by its words finds only its own process', async () => {
    const find =
      'for p in /proc/[0-9]*; do grep -sq find-[m]e "$p/cmdline" && echo "found $p"; done; echo pid $' + '$; : find-me';
    const { stdout } = await (await open('sh', '-c', find)).ended;
    expect(stdout.toString().match(/found \S+/g)).toEqual([`found /proc/${pidIn(stdout)}`]);
  });
  test('a new size reaches the program, also while it runs', async () => {
    const client = await open('sh', '-c', "trap 'stty size' WINCH; echo ready; while sleep 0.01; do :; done");
    await client.said(1, 'ready');
    client.send(4, JSON.stringify({ Width: 101, Height: 31 }));
    await client.said(1, '31 101\r\n');
    client.send(4, JSON.stringify({ Width: 102, Height: 32 }));
    await client.said(1, '32 102\r\n');
    client.send(0, '\x03');
    await client.ended;
  });
  test('a connection that is cut: the program hears SIGHUP', async () => {
    const client = await open('sh', '-c', 'echo pid $' + '$; sleep 600');
    await client.said(1, '\n');
    client.socket.terminate();
    await whenEnded(pidIn((await client.ended).stdout));
  });
  test('the end of the container is the end of the terminal, also of what does not hear SIGHUP', async () => {
    await createPod(cluster, 'short', { containers: [sleeping('main')] });
    const path = streamPath('short', 'exec', {
      ...query,
      command: ['sh', '-c', "trap '' HUP; echo pid $" + '$; sleep 600; sleep 600'],
    });
    const client = await openChannelClient(cluster.server, path);
    await client.said(1, '\n');
    cluster.server.api.delete('pods', 'default', 'short', { gracePeriodSeconds: 1 });
    const { stdout, status } = await client.ended;
    expect(status?.details?.causes?.[0]?.message).toBe('137');
    await whenEnded(pidIn(stdout));
  });
  test('a command that does not exist: said in the stream', async () => {
    const { status } = await (await open('no-such-command')).ended;
    expect(status?.message).toContain('exec: "no-such-command": executable file not found in $PATH');
  });
  test('the end of the input is no end of file', async () => {
    const client = await open('sh', '-c', 'echo ready; cat; echo never');
    await client.said(1, 'ready');
    client.send(255, Buffer.of(0));
    const pong = once(client.socket, 'pong');
    client.socket.ping();
    await pong;
    expect(client.socket.readyState).toBe(client.socket.OPEN);
    client.socket.terminate();
    await client.ended;
  });
});
