import type { Terminal } from '../output/terminal.js';
import type { Check } from './check.js';

const marks = { good: '✓', bad: '✗', unknown: '?' } as const;
const styles = { good: 'green', bad: 'red', unknown: 'yellow' } as const;

/** Checks for people, what to do below each. */
export function checkLines(checks: readonly Check[], { paint }: Terminal): string[] {
  const width = Math.max(...checks.map(({ title }) => title.length));
  return checks.flatMap(({ title, state, detail, fix = [] }) => [
    `${paint(styles[state], marks[state])} ${title.padEnd(width)}  ${detail}`,
    ...fix.map((line) => `  ${' '.repeat(width)}  ${line}`),
  ]);
}
