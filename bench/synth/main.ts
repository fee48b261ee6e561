import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeLibrary } from '../../scripts/library/write-library.js';
import { type Cost, printCost } from './cost.js';
import { peers } from './peers.js';
import { sampleObjects } from './sample-jobs.js';

/*
 * `npm run bench:synth [-- 100 1000 10000]`: processor time and peak memory of one synthesis by the number of repositories,
 * ours and others with the same objects. Each is a process of its own, one after the other.
 */

const folder = mkdtempSync(join(tmpdir(), 'kubetask-bench-'));
const program = fileURLToPath(new URL('measure.js', import.meta.url));
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

function costOf(args: readonly string[]): Cost {
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 20 });
  if (stdout === '') throw new Error(`Cannot measure ${args.join(' ')}: ${stderr}`);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

function compare(repositories: number): void {
  const objects = join(folder, 'objects.json');
  writeFileSync(objects, JSON.stringify(sampleObjects(repositories)));
  const rounds = repositories > 1000 ? 1 : 3;
  const names = Object.keys(peers);
  const costs = Array.from({ length: rounds }, () =>
    names.map((name) => costOf([program, name, String(repositories), objects, folder])),
  );
  const cpu = names.map((_, i) => median(costs.map((round) => round[i]?.cpuSeconds ?? 0)));
  const memory = names.map((_, i) => median(costs.map((round) => round[i]?.peakMegabytes ?? 0)));
  console.log(`\n${repositories} repositories, load ${loadavg()[0]?.toFixed(0)}`);
  for (const [i, name] of names.entries()) {
    const ratio = ((cpu[0] ?? 0) / (cpu[i] ?? 1)).toFixed(2);
    const own = i === 0 ? '' : `   kubetask is ${ratio} of it`;
    console.log(
      `  ${name.padEnd(18)} ${cpu[i]?.toFixed(2).padStart(6)} s CPU ${memory[i]?.toFixed(0).padStart(5)} MB${own}`,
    );
  }
}

/** A small app as its user starts it, and what is there without us: against Node.js without a program. */
async function compareColdStarts(): Promise<void> {
  await writeLibrary('build/library');
  const outdir = JSON.stringify(folder);
  const programs: Readonly<Record<string, string>> = {
    'empty Node.js': '',
    'cdk8s App': `const { ApiObject, App, Chart } = require('cdk8s');
const app = new App({ outdir: ${outdir} });
new ApiObject(new Chart(app, 'c'), 'o', { apiVersion: 'v1', kind: 'ConfigMap', data: { a: 'b' } });
app.synth();`,
    kubetask: `const { Chart } = require('cdk8s');
const { BatchConstruct, Context, KubetaskApp } = require('./library/constructs/index.js');
const app = new KubetaskApp({ outdir: ${outdir} });
new BatchConstruct(new Chart(app, 'c'), 'b', { variableContexts: [[Context.repository({ org: 'o', repo: 'r' })]], run: { runId: '1' } });
app.synth();`,
  };
  const files = Object.entries(programs).map(([name, text], i) => {
    const path = `build/cold-${i}.cjs`;
    writeFileSync(path, `${text}\n${printCost}; printCost()`);
    return { name, path };
  });
  const rounds = Array.from({ length: 15 }, () => files.map(({ path }) => timed(path)));
  const of = (key: 'seconds' | 'cpuSeconds') =>
    files.map((_, i) => median(rounds.map((round) => round[i]?.[key] ?? 0)));
  const seconds = of('seconds');
  const cpu = of('cpuSeconds');
  const ratio = (values: readonly number[], i: number) => ((values[i] ?? 0) / (values[0] ?? 1)).toFixed(2);
  console.log('\nCold start of a small app, in starts of an empty Node.js');
  for (const [i, { name }] of files.entries()) {
    console.log(
      `  ${name.padEnd(14)} ${seconds[i]?.toFixed(3)} s: ${ratio(seconds, i)} times   CPU ${cpu[i]?.toFixed(3)} s: ${ratio(cpu, i)} times`,
    );
  }
}

/** With the time that passes until the process has ended. */
function timed(path: string): Cost & { readonly seconds: number } {
  const start = performance.now();
  const cost = costOf([path]);
  return { ...cost, seconds: (performance.now() - start) / 1000 };
}

const sizes = process.argv.slice(2).map(Number);
await compareColdStarts();
for (const size of sizes.length > 0 ? sizes : [100, 1000, 10_000]) compare(size);
rmSync(folder, { recursive: true });
