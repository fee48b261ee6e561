import { oneLine } from './printable.js';

/** `Name:  value` lines, the values under each other. Fields without a value are left out. */
export function fieldLines(fields: readonly (readonly [name: string, value: string | undefined])[]): string[] {
  const shown = fields.filter((field): field is readonly [string, string] => Boolean(field[1]));
  const width = Math.max(...shown.map(([name]) => name.length)) + 1;
  return shown.map(([name, value]) => `${`${name}:`.padEnd(width)}  ${oneLinePainted(value)}`);
}

/** Colours are ours and stay; line breaks are not. */
const oneLinePainted = (value: string): string => value.replaceAll(/[\r\n\t]+/g, ' ').trimEnd();

/** A heading and what is below it, moved right; nothing at all without anything below. */
export const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', `${oneLine(title)}:`, ...lines];
