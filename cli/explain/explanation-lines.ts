import type { Terminal } from '../output/terminal.js';
import { wrap } from '../output/wrap.js';
import type { Explained } from './explained.js';

const indent = '  ';
const widest = 100;

/** For people: the name, and for each subject what it means, what to run and what to do. */
export function explanationLines({ name, explanations, page }: Explained, { columns, paint }: Terminal): string[] {
  const width = Math.min(columns, widest) - indent.length;
  const wrapped = (text: string) => wrap(text.replaceAll('`', ''), width).map((line) => indent + line);
  const blocks = explanations.map(({ subject, means, see, act }) => [
    `${paint('bold', name)} (${subject})`,
    ...wrapped(means),
    ...(see ? [`${indent}See more:    ${see}`] : []),
    ...act
      .replaceAll('`', '')
      .split('\n')
      .flatMap((text) => wrap(`What to do:  ${text}`, width).map((line) => indent + line)),
  ]);
  const lines = blocks.flatMap((block, at) => (at > 0 ? ['', ...block] : block));
  return page ? [...lines, `${indent}Page:        ${page}`] : lines;
}
