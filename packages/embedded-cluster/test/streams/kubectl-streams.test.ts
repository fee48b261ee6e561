import { execFile, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Pod } from '../../objects.js';
import { hasEnded, when } from '../node/harness.js';
import { createPod, type StreamCluster, sleeping, startStreamCluster } from './stream-cluster.js';

/** That of the PATH, and one of another version where the environment names it. */
const programs = ['kubectl', ...(process.env.OTHER_KUBECTL ? [process.env.OTHER_KUBECTL] : [])];
const found = programs.filter((program) => spawnSync(program, ['version', '--client']).status === 0);
const answers = (...command: [string, string]) => spawnSync(command[0], [command[1]]).status === 0;
const missing = [
  ...programs.filter((program) => !found.includes(program)),
  ...['tar', 'script'].filter((program) => !answers(program, '--version')),
];
if (missing.length > 0) console.warn(`skipped: not found on this machine: ${missing.join(', ')}`);
const testWith = (program: string) => (missing.includes(program) ? test.skip : test);

describe.each(found)('%s', (kubectl) => {
  let cluster: StreamCluster;
  let env: Record<string, string>;
  beforeAll(async () => {
    cluster = await startStreamCluster();
    env = { PATH: process.env.PATH ?? '', HOME: cluster.folder, KUBECONFIG: cluster.kubeconfigPath, TERM: 'xterm' };
    await createPod(cluster, 'one', {
      volumes: [{ name: 'work', emptyDir: {} }],
      containers: [sleeping('main', { volumeMounts: [{ name: 'work', mountPath: '/workspace' }] })],
    });
    await createPod(cluster, 'two', { containers: [sleeping('a'), { name: 'b', image: 'any', command: ['true'] }] });
  });
  afterAll(() => cluster.stop());

  interface Ran {
    readonly code: number | null;
    readonly stdout: string;
    readonly stderr: string;
  }
  const run = (args: readonly string[], input = '') =>
    new Promise<Ran>((resolve) => {
      const child = execFile(kubectl, args, { env, cwd: cluster.folder }, (_, stdout, stderr) =>
        resolve({ code: child.exitCode, stdout, stderr: stderr.trim() }),
      );
      child.stdin?.end(input);
    });
  const start = (command: string, args: readonly string[], options: SpawnOptions = {}) =>
    spawn(command, args, { env, cwd: cluster.folder, ...options });

  test('exec: output apart, stdin, exit code', async () => {
    expect(await run(['exec', '-i', 'one', '--', 'sh', '-c', 'cat; echo err >&2; exit 7'], 'in')).toEqual({
      code: 7,
      stdout: 'in',
      stderr: 'err\ncommand terminated with exit code 7',
    });
  });
  test('exec: 200 MB of output, byte for byte', async () => {
    const child = start(kubectl, ['exec', 'one', '--', 'head', '-c', '200000000', '/dev/zero']);
    const hash = createHash('sha256');
    for await (const chunk of child.stdout as Readable) hash.update(chunk);
    const zeros = createHash('sha256').update(Buffer.alloc(200_000_000)).digest('hex');
    expect(hash.digest('hex')).toBe(zeros);
  });
  test('exec: what is refused', async () => {
    const said = async (...args: string[]) => (await run(['exec', ...args, '--', 'true'])).stderr;
    expect(await said('none')).toBe('Error from server (NotFound): pods "none" not found');
    expect(await said('two', '-c', 'b')).toContain('unable to upgrade connection: container not found ("b")');
    expect(await said('two', '-c', 'z')).toContain('container z is not valid for pod two');
    expect((await run(['exec', 'one', '--', 'no-such'])).stderr).toContain(
      'exec: "no-such": executable file not found in $PATH',
    );
  });
  testWith('script')('exec -it: a terminal, and its exit code', async () => {
    const command = `${kubectl} exec -it one -- sh -c 'tty; read line; echo "got $line"; exit 5'`;
    const child = start('script', ['-qfec', command, '/dev/null']);
    let seen = '';
    for await (const chunk of child.stdout as Readable) {
      if (!seen.includes('/dev/pts/') && String(chunk).includes('/dev/pts/')) child.stdin?.write('hi\r');
      seen += String(chunk);
    }
    expect(seen).toContain('got hi');
    expect(child.exitCode ?? (await once(child, 'exit'))[0]).toBe(5);
  });
  test('run -i --rm: input, output, exit code', async () => {
    const command = ['sh', '-c', 'read line; echo "got $line"; exit 4'];
    const ran = await run(
      ['run', 'asked', '-i', '--rm', '--restart=Never', '--image=any', '--quiet', '--command', '--', ...command],
      'hi\n',
    );
    expect([ran.code, ran.stdout]).toEqual([4, expect.stringContaining('got hi\n')]);
  });
  test('attach: output of a container that runs', async () => {
    const script = 'read line; echo "got $line"';
    await createPod(cluster, 'input', {
      containers: [{ name: 'main', image: 'any', stdin: true, command: ['sh', '-c', script] }],
    });
    const ended = when<Pod>(cluster.server.api, 'pods', 'input', hasEnded);
    expect((await run(['attach', '-i', 'input'], 'hi\n')).stdout).toContain('got hi\n');
    await ended;
  });
  testWith('tar')('cp: there and back, of folders, files and a whole mount', async () => {
    const data = randomBytes(100_000);
    mkdirSync(join(cluster.folder, 'from', 'inner'), { recursive: true });
    writeFileSync(join(cluster.folder, 'from', 'inner', 'file'), data);
    const copied = [
      await run(['cp', 'from', 'one:/workspace/there']),
      await run(['cp', 'from/inner/file', 'one:/workspace/file']),
      await run(['cp', 'one:/workspace/there', 'back']),
      await run(['cp', 'one:/workspace/file', 'file-back']),
      await run(['cp', 'one:/workspace', 'all']),
    ];
    expect(copied.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0]);
    const files = ['back/inner/file', 'file-back', 'all/there/inner/file', 'all/file'];
    expect(files.map((file) => readFileSync(join(cluster.folder, file)).equals(data))).toEqual(files.map(() => true));
  });

  describe('port-forward', () => {
    let web: Server;
    let port: number;
    beforeAll(async () => {
      web = createServer((request, response) => response.end(`answer to ${request.url}`));
      await once(web.listen(0, '127.0.0.1'), 'listening');
      port = (web.address() as AddressInfo).port;
    });
    afterAll(() => {
      web.close();
      web.closeAllConnections();
    });
    /** @returns the port of this machine, and what is said on stderr */
    const forward = async (to: number) => {
      const child = start(kubectl, ['port-forward', 'one', `:${to}`, '--address', '127.0.0.1']);
      const [line] = (await once(createInterface({ input: child.stdout as Readable }), 'line')) as [string];
      return { child, local: Number(/127\.0\.0\.1:(\d+) ->/.exec(line)?.[1]) };
    };

    test('several connections at a time', async () => {
      const { child, local } = await forward(port);
      const numbers = Array.from({ length: 20 }, (_, index) => index);
      const texts = await Promise.all(
        numbers.map(async (number) => (await fetch(`http://127.0.0.1:${local}/${number}`)).text()),
      );
      expect(texts).toEqual(numbers.map((number) => `answer to /${number}`));
      child.kill();
      await once(child, 'exit');
    });
    test('nobody listens: an error that says so', async () => {
      const { child, local } = await forward(9);
      let said = '';
      child.stderr?.on('data', (chunk) => {
        said += String(chunk);
      });
      await fetch(`http://127.0.0.1:${local}/`).catch(() => undefined);
      await once(child, 'close');
      expect(said).toMatch(/an error occurred forwarding \d+ -> 9: .*connection refused/);
    });
  });
});
