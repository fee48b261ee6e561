import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { type EquivalentMutants, readEquivalents } from './equivalent.js';
import { type Report, reportOf } from './report.js';
import { runTarget } from './run-target.js';
import type { Score } from './score.js';
import { chooseTargets, targets } from './targets.js';
import { Worker } from './worker-pool.js';

const SCORES = 'test/mutation-scores.json';
const { values, positionals } = parseArgs({ allowPositionals: true, options: { sample: { type: 'string' } } });
const sample = values.sample === undefined ? Number.POSITIVE_INFINITY : Number(values.sample);
const paths = positionals.map((path) => path.replace(/\/$/, ''));
const equivalents: readonly EquivalentMutants[] = readEquivalents('test/equivalent-mutants.json');
const readKept = (): Record<string, Score> => (existsSync(SCORES) ? JSON.parse(readFileSync(SCORES, 'utf8')) : {});
const kept = readKept();
const better: Record<string, Score> = {};
const workers = Array.from({ length: availableParallelism() }, () => new Worker());
const fell: string[] = [];

for (const { target, isWhole } of chooseTargets(paths)) {
  const started = Date.now();
  const { tested, mutants } = await runTarget(target, workers, { only: paths, sample, say: console.log });
  const report: Report = reportOf(tested, equivalents);
  const isSample = tested.length < mutants;
  const list = `build/mutation/${target.name.replaceAll('/', '-')}.txt`;
  writeFileSync(list, `${report.alive.join('\n')}\n`);
  const seconds = Math.round((Date.now() - started) / 1000);
  const of = isSample ? `, a sample of ${mutants},` : '';
  console.log(`${target.name}: ${report.summary}${of} in ${seconds} s; surviving mutants: ${list}`);
  for (const line of report.stale) console.log(`  ${line}`);
  if (!isWhole) continue;
  const before = kept[target.name];
  if (isSample) {
    // The score of all mutants of an earlier state of the code says less than a sample of the present ones.
    const isOutdated = before === undefined || before.sampleOf !== undefined || before.mutants !== mutants;
    if (isOutdated) better[target.name] = { ...report.score, sampleOf: mutants };
  } else if (before?.sampleOf === undefined && report.score.percent < (before?.percent ?? 0)) fell.push(target.name);
  else better[target.name] = report.score;
}
for (const worker of workers) worker.stop();

// Read again, because another run may have written it.
const all = { ...readKept(), ...better };
const inOrder = targets.flatMap(({ name }) => (all[name] ? [[name, all[name]]] : []));
writeFileSync(SCORES, `${JSON.stringify(Object.fromEntries(inOrder), null, 2)}\n`);
if (fell.length > 0) {
  console.error(
    `The score of ${fell.join(', ')} is lower than ${SCORES} says. Kill the mutants that are alive, or lower the score there.`,
  );
  process.exitCode = 1;
}
