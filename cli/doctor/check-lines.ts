import type { Terminal } from '../output/terminal.js';
import type { Finding } from './check.js';

const marks = { good: '✓', bad: '✗', unknown: '?' } as const;
const styles = { good: 'green', bad: 'red', unknown: 'yellow' } as const;

/** Findings for people, what to do below each. */
export function findingLines(findings: readonly Finding[], { paint }: Terminal): string[] {
  const width = Math.max(...findings.map(({ title }) => title.length));
  return findings.flatMap(({ title, verdict, detail, fix = [] }) => [
    `${paint(styles[verdict], marks[verdict])} ${title.padEnd(width)}  ${detail}`,
    ...fix.map((line) => `  ${' '.repeat(width)}  ${line}`),
  ]);
}
