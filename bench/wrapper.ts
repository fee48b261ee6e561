import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readerTexts, wrapperText } from '../plan/agent-preset/generated/wrappers.js';

/*
 * What the wrapper around an agent CLI costs: processor time per MB of stream, and memory. The CLI is `cat` of a file of
 * records. The peer is a Node.js program that starts the same command and only passes its output on.
 */

const MB = 1 << 20;
const STREAM_MB = 128;

interface Usage {
  readonly cpuMs: number;
  readonly memoryMb: number;
}

const folder = mkdtempSync(join(tmpdir(), 'bench-wrapper-'));
const files = {
  empty: join(folder, 'empty'),
  records: join(folder, 'records'),
  line: join(folder, 'line'),
};
const passThrough = `require('node:child_process').spawn('cat', [process.argv[1]], { stdio: ['ignore', 'pipe', 'inherit'] }).stdout.pipe(process.stdout)`;
/** Writes what the process has used when it ends. */
const meter = `data:text/javascript,${encodeURIComponent(
  `import { writeFileSync } from 'node:fs'; process.on('exit', () => writeFileSync(process.env.USAGE, JSON.stringify(process.resourceUsage())))`,
)}`;

try {
  await makeFiles();
  const secrets = ['TOKEN_A', 'TOKEN_B', 'TOKEN_C'];
  const rows: [string, Usage, number][] = [];
  const add = async (title: string, args: (file: string) => string[], file = files.records) => {
    const start = await run(args(files.empty));
    const whole = await run(args(file));
    rows.push([title, { ...whole, cpuMs: whole.cpuMs - start.cpuMs }, start.cpuMs]);
  };
  await add('a Node.js program that only passes it on', (file) => ['-e', passThrough, file]);
  await add('the wrapper, which reads each record', (file) => wrapped(file, []));
  await add('the same with 3 Secrets', (file) => wrapped(file, secrets));
  await add('the same, all in one line', (file) => wrapped(file, secrets), files.line);
  console.log(`stream of ${STREAM_MB} MB                          CPU per MB    peak memory    CPU of an empty run`);
  for (const [title, { cpuMs, memoryMb }, startMs] of rows)
    console.log(
      `${title.padEnd(44)}${(cpuMs / STREAM_MB).toFixed(2).padStart(7)} ms ${memoryMb.toFixed(0).padStart(11)} MB ${startMs.toFixed(0).padStart(15)} ms`,
    );
} finally {
  rmSync(folder, { recursive: true });
}

async function makeFiles(): Promise<void> {
  writeFileSync(join(folder, 'wrapper.mjs'), wrapperText);
  writeFileSync(join(folder, 'gemini-cli.mjs'), readerTexts['gemini-cli'] ?? '');
  writeFileSync(files.empty, '');
  const text = 'The tests pass now; next I look at the second module. '.repeat(6);
  const record = JSON.stringify({ type: 'message', role: 'assistant', content: text, delta: true });
  await fill(files.records, `${record}\n`);
  await fill(files.line, text);
}

async function fill(path: string, piece: string): Promise<void> {
  const file = createWriteStream(path);
  const block = piece.repeat(Math.ceil(MB / piece.length));
  for (let bytes = 0; bytes < STREAM_MB * MB; bytes += block.length) if (!file.write(block)) await once(file, 'drain');
  file.end();
  await once(file, 'close');
}

function wrapped(file: string, secrets: readonly string[]): string[] {
  return [join(folder, 'gemini-cli.mjs'), ...secrets.map((name) => `--mask-env=${name}`), '--', 'cat', file];
}

async function run(args: readonly string[]): Promise<Usage> {
  const usage = join(folder, 'usage.json');
  const tokens = { TOKEN_A: 'sk-0123456789abcdef', TOKEN_B: 'ghp_0123456789abcdef', TOKEN_C: 'xoxb-0123456789abcdef' };
  const child = spawn(process.execPath, ['--import', meter, ...args], {
    env: { ...process.env, ...tokens, USAGE: usage },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  child.stdout.resume();
  await once(child, 'close');
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(readFileSync(usage, 'utf8'));
  return { cpuMs: (userCPUTime + systemCPUTime) / 1000, memoryMb: maxRSS / 1024 };
}
