import { stripVTControlCharacters } from 'node:util';
import { oneLine } from '../../output/printable.js';

/** A line is cut to the terminal's width anyway; what is longer is not looked at. */
const mostCharacters = 4096;
/** No terminal is wider, and in a pipe the rest of the line matters more. */
const mostShown = 200;

/**
 * A line of an agent's output as text: no colours, no other escape sequence, and of a progress bar its last state. A record
 * of a JSON stream is its words, or empty if it has none for people.
 */
export function lastLineText(line: string): string {
  const [last = ''] = stripVTControlCharacters(line.slice(0, mostCharacters)).split('\r').filter(Boolean).slice(-1);
  const text = oneLine(last).trim();
  return (text.startsWith('{') ? wordsOf(text) : text).slice(0, mostShown);
}

function wordsOf(text: string): string {
  try {
    return oneLine(stripVTControlCharacters(firstWords(JSON.parse(text), 0))).trim();
  } catch {
    return text;
  }
}

/** Where records of agent CLIs have their words, the most telling first. */
const places = [
  'text',
  'message',
  'content',
  'delta',
  'item',
  'part',
  'command',
  'tool_name',
  'name',
  'input',
  'error',
];
const deepest = 4;

function firstWords(value: unknown, depth: number): string {
  if (typeof value === 'string') return depth === 0 ? '' : value;
  if (typeof value !== 'object' || value === null || depth > deepest) return '';
  const inner = Array.isArray(value)
    ? [...value].reverse()
    : places.map((place) => (value as Record<string, unknown>)[place]);
  for (const one of inner) {
    const found = firstWords(one, depth + 1).trim();
    if (found !== '') return found;
  }
  return '';
}
