import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';

const hasScript = spawnSync('script', ['--version']).stdout?.includes('util-linux') ?? false;
const folder = mkdtempSync(join(tmpdir(), 'terminal-'));
const program = join(folder, 'program.mjs');
const banner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

beforeAll(async () => {
  await build({
    ...{ entryPoints: ['test/executors/local/at-terminal.ts'], outfile: program, banner: { js: banner } },
    ...{ bundle: true, format: 'esm', platform: 'node', logLevel: 'error' },
  });
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a script at a terminal, and types when the terminal shows `ready`. */
async function atTerminal(script: string, typed: string): Promise<string> {
  const quoted = `'${script.replaceAll("'", "'\\''")}'`;
  const command = `exec ${process.execPath} ${program} ${quoted}`;
  const child = spawn('script', ['-qfec', command, '/dev/null'], { stdio: ['pipe', 'pipe', 'inherit'] });
  let shown = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const before = shown;
    shown += chunk;
    if (!before.includes('ready') && shown.includes('ready')) child.stdin.write(typed);
  });
  await once(child, 'close');
  return shown.replaceAll('\r', '');
}

(hasScript ? describe : describe.skip)('at a terminal', () => {
  const cases: Record<string, { script: string; typed: string; want: RegExp }> = {
    'the task has it': {
      script: 'tty; test -t 0 && test -t 2 && echo ready; read x; echo "got $x"',
      typed: 'a\r',
      want: /^\/dev\/pts\/\d+\n[\s\S]*got a\nexit code 0\n$/,
    },
    'Ctrl-C reaches the task': {
      script: `trap 'echo stopped; exit 9' INT; echo ready; while :; do sleep 0.1; done`,
      typed: '\x03',
      want: /stopped\nexit code 9\n$/,
    },
    'Ctrl-C ends a task that does not expect it': {
      script: 'echo ready; exec sleep 600',
      typed: '\x03',
      want: /exit code 130\n$/,
    },
    'Ctrl-D is the end of its input': {
      script: 'echo ready; cat; echo end',
      typed: '\x04',
      want: /end\nexit code 0\n$/,
    },
  };
  test.each(Object.entries(cases))(
    '%s',
    async (_, { script, typed, want }) => {
      expect(await atTerminal(script, typed)).toMatch(want);
    },
    60_000,
  );
});
