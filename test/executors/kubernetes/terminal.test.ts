import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { execute, executors, type KubernetesOptions, type TerminalSize } from '../../../executors/index.js';
import { FakeClock } from '../../../packages/work-queue/testing.js';
import { deploy, sleeping, startClusterUnderTest, type TestCluster } from './cluster.js';
import { startGateway } from './gateway.js';

const hasScript = spawnSync('script', ['--version']).stdout?.includes('util-linux') ?? false;
const describeWithTerminals = hasScript ? describe : describe.skip;

/** A terminal that a test types on. */
class TestTerminal {
  readonly stdin = new PassThrough();
  readonly stdout = new PassThrough();
  isRaw = false;
  private screen = '';
  private columns = 80;
  private listener: ((size: TerminalSize) => void) | undefined;

  constructor() {
    this.stdout.on('data', (chunk: Buffer) => {
      this.screen += chunk.toString();
    });
  }

  readonly tty = {
    size: () => ({ columns: this.columns, rows: 24 }),
    onResize: (listener: (size: TerminalSize) => void) => {
      this.listener = listener;
      return () => {
        this.listener = undefined;
      };
    },
    enterRawMode: () => {
      this.isRaw = true;
      return () => {
        this.isRaw = false;
      };
    },
  };

  resize(columns: number): void {
    this.columns = columns;
    this.listener?.(this.tty.size());
  }

  get isWatched(): boolean {
    return this.listener !== undefined;
  }

  async shows(text: string): Promise<void> {
    while (!this.screen.includes(text)) await once(this.stdout, 'data');
  }
}

let cluster: TestCluster;
beforeAll(async () => {
  if (!hasScript) return;
  cluster = await startClusterUnderTest();
  await deploy(cluster, 'api', [sleeping('main')]);
});
afterAll(() => cluster?.stop());

function start(script: string, options: Partial<KubernetesOptions> = {}, signal?: AbortSignal) {
  const terminal = new TestTerminal();
  const { stdin, stdout, tty } = terminal;
  const executor = executors.kubernetes({ component: 'api', connection: cluster.connection, ...options });
  const executable = { name: 'console', script, env: { ODD: `it's "$(id)"` }, args: ['a b'] };
  return {
    terminal,
    exit: execute(executable, { executor, stdin, stdout, stderr: stdout, tty, ...(signal && { signal }) }),
  };
}

describeWithTerminals('a task with a terminal', () => {
  test('has its values, one output and its exit code; the mode is restored', async () => {
    const { terminal, exit } = start('printf "%s|%s\\n" "$ODD" "$1"; echo err >&2; exit 42');
    expect(await exit).toMatchObject({ exitCode: 42 });
    await terminal.shows(`it's "$(id)"|a b\r\nerr\r\n`);
    expect([terminal.isRaw, terminal.isWatched]).toEqual([false, false]);
  });

  test('has the size of ours, also when it changes', async () => {
    const { terminal, exit } = start("trap 'stty size' WINCH; echo ready; while sleep 0.01; do :; done");
    await terminal.shows('ready');
    terminal.resize(101);
    await terminal.shows('24 101');
    terminal.resize(102);
    await terminal.shows('24 102');
    terminal.stdin.write('\x03');
    await exit;
  });

  test('sees the size of ours at its first moment', async () => {
    const { terminal, exit } = start('stty size');
    await exit;
    await terminal.shows('24 80');
  });

  test.each([
    ['dies of SIGTERM', 'echo ready; while sleep 0.05; do :; done', 143],
    ['handles SIGTERM', 'trap "exit 5" TERM; echo ready; while sleep 0.05; do :; done', 5],
  ])('%s when it is aborted', async (_, script, exitCode) => {
    const abort = new AbortController();
    const { terminal, exit } = start(script, {}, abort.signal);
    await terminal.shows('ready');
    abort.abort();
    expect(await exit).toMatchObject({ exitCode });
  });

  test('gets Ctrl-C', async () => {
    const { terminal, exit } = start('trap "exit 9" INT; echo ready; while sleep 0.05; do :; done');
    await terminal.shows('ready');
    expect(terminal.isRaw).toBe(true);
    terminal.stdin.write('\x03');
    expect(await exit).toMatchObject({ exitCode: 9 });
  });

  test('gets Ctrl-D as the end of its input', async () => {
    const { terminal, exit } = start('echo ready; cat; exit 3');
    await terminal.shows('ready');
    terminal.stdin.write('\x04');
    expect(await exit).toMatchObject({ exitCode: 3 });
  });

  test('that ignores Ctrl-C is ended by a second one', async () => {
    const { terminal, exit } = start('trap "" INT; echo ready; while sleep 0.05; do :; done');
    await terminal.shows('ready');
    terminal.stdin.write('\x03');
    terminal.stdin.write('\x03');
    await exit;
    expect(terminal.isRaw).toBe(false);
  });

  test('that answers Ctrl-C is not ended by any number of them', async () => {
    const { terminal, exit } = start(
      'trap "echo caught" INT; echo ready; while read -r line || line=; do [ "$line" != quit ] || exit 6; done',
    );
    await terminal.shows('ready');
    terminal.stdin.write('\x03\x03\x03');
    await terminal.shows('caught');
    terminal.stdin.write('quit\r');
    expect(await exit).toMatchObject({ exitCode: 6 });
  });

  test('whose connection is cut: a failure, and the mode is restored', async () => {
    const gateway = await startGateway(cluster.connection);
    const { terminal, exit } = start('echo ready; sleep 600', { connection: gateway.connection });
    await terminal.shows('ready');
    gateway.cut();
    await expect(exit).rejects.toMatchObject({
      exitCode: 125,
      message: expect.stringContaining('Lost the connection'),
    });
    expect([terminal.isRaw, terminal.isWatched]).toEqual([false, false]);
    await gateway.stop();
  });

  test('whose server stops answering is left by a second Ctrl-C', async () => {
    const clock = new FakeClock();
    const gateway = await startGateway(cluster.connection);
    const { terminal, exit } = start('echo ready; sleep 600', { connection: gateway.connection, clock });
    await terminal.shows('ready');
    gateway.freeze();
    terminal.stdin.write('\x03\x03');
    const left = expect(exit).rejects.toMatchObject({ exitCode: 125, message: expect.stringContaining('on Ctrl-C') });
    await clock.timerFor(1);
    await clock.advance(1);
    await left;
    expect(terminal.isRaw).toBe(false);
    await gateway.stop();
  });

  test('in a pseudo-terminal of this machine, which is in its old mode afterwards', async () => {
    const { folder, kubeconfig, connection } = cluster;
    const program = join(folder, 'console.mjs');
    const entryPoints = ['test/executors/kubernetes/console-program.ts'];
    const banner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
    await build({
      entryPoints,
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: program,
      banner: { js: banner },
    });
    const command = `stty rows 30 cols 90; node ${program}; echo "code $?"; stty -a | grep -o '[-]*icanon'`;
    const child = spawn('script', ['-qec', command, '/dev/null'], {
      env: { ...process.env, KUBECONFIG: kubeconfig, NAMESPACE: connection.namespace, SHELL: '/bin/sh' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    const terminal = new TestTerminal();
    child.stdout.pipe(terminal.stdout);
    await terminal.shows('30 90');
    child.stdin.write('typed\r');
    await terminal.shows('got typed');
    child.stdin.write('\x03');
    await terminal.shows('code 7');
    await terminal.shows('\nicanon');
    child.stdin.end();
    await exited;
  });
});
