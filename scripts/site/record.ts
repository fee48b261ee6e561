import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { recording, type TimedLine } from './recording.js';

/** `npm run site:record`: runs `npm start`, and writes what it prints, as it comes, to `docs/pictures/npm-start.svg`. */
const folder = mkdtempSync(join(tmpdir(), 'recording-'));
const started = Date.now();
const lines: TimedLine[] = [];
// Plain lines: a picture cannot move the cursor.
const env = { ...process.env, CI: 'true' };
const child = spawn(process.execPath, [resolve('build/scripts/start/main.js')], {
  cwd: folder,
  env,
  stdio: ['ignore', 'pipe', 'pipe'],
});
for (const input of [child.stdout, child.stderr])
  createInterface({ input }).on('line', (text) => lines.push({ text, seconds: (Date.now() - started) / 1000 }));
const [code] = await once(child, 'close');
rmSync(folder, { recursive: true });
if (code !== 0) throw new Error(`Cannot record npm start: it ended with ${code}`);

mkdirSync('docs/pictures', { recursive: true });
const names = { [folder]: '~/demo', [process.cwd()]: '~/kubetask' };
writeFileSync('docs/pictures/npm-start.svg', recording('npm start', lines, names));
console.log(`docs/pictures/npm-start.svg: ${lines.length} lines`);
