import { readsAsOtherType } from './other-types.js';
import { isWellFormed } from './unwritable-value.js';

/** Thrown inside the writer, which then looks for the path. */
export class Unwritable extends Error {}

/** What most strings are: names, paths, images. None of them is read as another type, except for the words. */
const common = /^[A-Za-z_/][\w./-]*$/;

/** What cannot be seen, or ends a line in YAML 1.1 only. */
const invisible = /[\p{Cc}\u00a0\u2028\u2029\ufeff\ufffe\uffff]/u;

/** An indicator at the start, unless it is one of `?:-` before another character; blanks at an end; `: ` and ` #`. */
const notPlain = /^[,[\]{}#&*!|>'"%@` ]|^[?:-](?: |$)|^(?:---|\.\.\.)(?: |$)| $|:(?: |$)| #/;

/** A string in one line: as it is where that is read back as it was, otherwise in double quotes. */
export function lineText(text: string): string {
  const isPlain = common.test(text) || (!invisible.test(text) && !notPlain.test(text) && isWellFormed(text));
  return isPlain && !readsAsOtherType(text) ? text : quoted(text);
}

/** A literal block in YAML has no escapes, so that only what can be seen, and tabs, may be in it. */
const notInBlock = /(?![\t\n])[\p{Cc}\u00a0\u2028\u2029\ufeff\ufffe\uffff]/u;

/** Last lines of blanks alone: `yaml` takes them for the end of the block. */
const blankEnd = /\n[ \t]+\n*$/;

/** A string of several lines: a literal block where one shows it as it is, otherwise in double quotes. */
export const linesText = (text: string, indent: string): string =>
  /\S/.test(text) && !blankEnd.test(text) && !notInBlock.test(text) && isWellFormed(text)
    ? blockText(text, indent)
    : quoted(text);

/** `|`, then the lines. The last line break is left to what follows. */
function blockText(text: string, indent: string): string {
  // A first line that begins with a blank would be read as a deeper indentation.
  const indicator = /^\n*[ \t]/.test(text) ? '2' : '';
  const lines = text.replace(/^(?=.)/gm, indent);
  if (!lines.endsWith('\n')) return `|${indicator}-\n${lines}`;
  const chomping = text.endsWith('\n\n') ? '+' : '';
  return `|${indicator}${chomping}\n${lines.slice(0, -1)}`;
}

const toEscape = /["\\\p{Cc}\u00a0\u2028\u2029\ufeff\ufffe\uffff\uD800-\uDFFF]/gu;

const names: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\0': '\\0',
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\x1b': '\\e',
  '\x85': '\\N',
  '\xa0': '\\_',
  '\u2028': '\\L',
  '\u2029': '\\P',
};

const quoted = (text: string): string => `"${text.replace(toEscape, escapeOf)}"`;

function escapeOf(character: string): string {
  const code = character.charCodeAt(0);
  if (code >= 0xd800 && code <= 0xdfff) throw new Unwritable();
  const hex = code.toString(16).toUpperCase();
  return names[character] ?? (code <= 0xff ? `\\x${hex.padStart(2, '0')}` : `\\u${hex.padStart(4, '0')}`);
}
