import { visible } from './words.js';

const longest = 300;

/**
 * A text of a repository inside a line of Markdown, as a code span: there are no links, mentions, references and HTML in it. The fence is
 * longer than any in the text, so that the text cannot end it.
 *
 * @source https://spec.commonmark.org/0.31.2/#code-spans
 */
export function codeSpan(text: string): string {
  const line = visible(text.replace(/\s*\n\s*/g, ' ')).replaceAll('\t', ' ');
  const short = line.length > longest ? `${line.slice(0, longest)}…` : line;
  if (short.trim() === '') return '`(empty)`';
  const fence = '`'.repeat(longestRun(short) + 1);
  // A blank on each side is taken away again, and keeps a fence of the text apart.
  return `${fence} ${short} ${fence}`.replace(/^(`+) (?!`)(.*[^`]) (`+)$/s, '$1$2$3');
}

/** Lines as a code block of a language. @source https://spec.commonmark.org/0.31.2/#fenced-code-blocks */
export function codeBlock(lines: readonly string[], language: string): string[] {
  const safe = lines.map((line) => visible(line));
  const fence = '`'.repeat(Math.max(3, ...safe.map((line) => longestRun(line) + 1)));
  return [`${fence}${language}`, ...safe, fence];
}

const longestRun = (text: string): number => Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
