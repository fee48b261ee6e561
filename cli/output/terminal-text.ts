/** Everything that can move a cursor, ring, set a title, reach a clipboard or turn the direction of text; not tab and newline. */
const active =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

/** A colour or weight, which stays as it is; carriage returns; or one active character. */
const parts = new RegExp(String.raw`\u001b\[[0-9;:]{0,64}m|\r+|${active.source}`, 'g');

const esc = '\u001b';
const reset = '\u001b[0m';

/**
 * What may be written to a terminal of a text that programs of the cluster may have made: colours and weights, which end
 * with the line, and characters that do nothing. All others are shown as `cat -v` shows them: `^G`, `^[`, `<U+202E>`.
 * Nothing of a text is lost, and every line stays behind its own prefix.
 *
 * @param text whole lines: a sequence that is cut in two by a newline is none
 */
export function terminalText(text: string): string {
  if (!active.test(text)) return text;
  if (!text.includes(esc)) return text.replace(parts, shown);
  return text.split('\n').map(resetLine).join('\n');
}

function resetLine(line: string): string {
  const harmless = line.replace(parts, shown);
  return harmless.includes(esc) && !harmless.endsWith(reset) ? `${harmless}${reset}` : harmless;
}

function shown(part: string, at: number, line: string): string {
  if (part.length > 1 && part.startsWith(esc)) return part;
  if (part.startsWith('\r')) return isAtEnd(line, at + part.length) ? '' : '^M'.repeat(part.length);
  const code = part.charCodeAt(0);
  if (code < 0x20) return `^${String.fromCharCode(code + 0x40)}`;
  return code === 0x7f ? '^?' : `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}

const isAtEnd = (text: string, at: number): boolean => at === text.length || text[at] === '\n';
