import { parseArgs } from 'node:util';
import { clis } from './clis.js';
import { type CaseResult, type FleetOptions, runPlainJobs, runWrapped } from './fleet.js';

/*
 * What a provider's rate limit costs a run, in simulated time: 429s, Pods that came to nothing, slots that waited, total time.
 * A plain Job for each repository runs the CLI alone; a BatchRun runs it in the wrapper. The rules are not copied: the wrapper's
 * clock, the planner, the reconciler and the embedded cluster's Job controller decide, each in its own functions.
 */

const { values } = parseArgs({
  options: {
    tasks: { type: 'string', default: '150' },
    concurrency: { type: 'string', default: '10' },
    requests: { type: 'string', default: '5' },
    think: { type: 'string', default: '20' },
    quota: { type: 'string', default: '60' },
    refill: { type: 'string', default: '300' },
    wait: { type: 'string', default: '60' },
  },
});
const count = (name: keyof typeof values): number => Number(values[name]);
const options: FleetOptions = {
  tasks: count('tasks'),
  concurrency: count('concurrency'),
  work: { requests: count('requests'), thinkSeconds: count('think') },
  quota: { requests: count('quota'), refillSeconds: count('refill') },
  waitSeconds: count('wait'),
};

const columns = [
  'succeeded',
  '429s',
  'Pods',
  'lost Pods',
  'lost requests',
  'slot-hours waiting',
  'hours',
  'of the least',
];

function row(title: string, { succeeded, limited, pods, lostRequests, waitedSeconds, seconds }: CaseResult): string {
  const hours = (value: number) => (value / 3600).toFixed(2);
  const cells = [
    succeeded,
    limited,
    pods,
    pods - succeeded,
    lostRequests,
    hours(waitedSeconds),
    hours(seconds),
    (seconds / leastSeconds()).toFixed(2),
  ];
  return title.padEnd(44) + cells.map((cell, i) => String(cell).padStart((columns[i]?.length ?? 0) + 2)).join('');
}

/** If nothing were asked in vain: as the quota allows, and as the slots allow. */
function leastSeconds(): number {
  const { tasks, concurrency, work, quota } = options;
  const periods = Math.max(0, Math.ceil((tasks * work.requests) / quota.requests) - 1);
  const bySlots = (tasks / concurrency) * work.requests * work.thinkSeconds;
  return Math.max(periods * quota.refillSeconds, bySlots);
}

console.log(
  `${options.tasks} tasks of ${options.work.requests} requests, ${options.concurrency} at a time; the provider grants ${options.quota.requests} requests in ${options.quota.refillSeconds} s`,
);
console.log(`${''.padEnd(44)}${columns.map((column) => column.padStart(column.length + 2)).join('')}`);
const backoff = { baseSeconds: 60, factor: 2, maxSeconds: 600 };
for (const cli of clis) {
  const plain = runPlainJobs(cli, options);
  console.log(`${cli.title}\n${row('  plain Jobs', plain)}`);
  // Another rule is another line here.
  for (const [title, wrapped] of [
    ['  the wrapper', runWrapped(cli, options, undefined)],
    ['  the wrapper, retry.backoff', runWrapped(cli, options, backoff)],
  ] as const)
    console.log(`${row(title, wrapped)}${ratios(wrapped, plain)}`);
}

function ratios(wrapped: CaseResult, plain: CaseResult): string {
  const ratio = (name: 'limited' | 'waitedSeconds' | 'seconds') => (wrapped[name] / plain[name]).toFixed(2);
  return `   429s x ${ratio('limited')}, waiting x ${ratio('waitedSeconds')}, time x ${ratio('seconds')}`;
}
