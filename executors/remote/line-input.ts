/**
 * Input whose end is a line, for a connection that cannot end the input of a program: each line holds some bytes as the
 * format of `printf` writes them. A shell decodes it, about a megabyte per second.
 */

const lineBytes = 1024;

/** Each byte as it is, if it means nothing to `printf` and to `read`, else as three octal digits. */
const codes = Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  return /[A-Za-z0-9 ,:;/=_+@(){}<>"-]/.test(character) ? character : `\\${byte.toString(8).padStart(3, '0')}`;
});
/** No line begins like an option. */
const dash = '\\055';

/** Zero or more lines. */
export function encodeLines(chunk: Buffer): Buffer {
  const lines: string[] = [];
  for (let from = 0; from < chunk.length; from += lineBytes) {
    let line = '';
    for (const byte of chunk.subarray(from, from + lineBytes)) line += codes[byte];
    lines.push(line.startsWith('-') ? dash + line.slice(1) : line);
  }
  return Buffer.from(lines.map((line) => `${line}\n`).join(''));
}

/** The line that ends the input. No other line is equal. */
export const endOfLines: Buffer = Buffer.from('.\n');

/** Prints its process id, so that it can be ended with its reader, and then what it decodes. */
export const decoder = `echo $$
while IFS= read -r l && [ "$l" != . ]; do printf "$l"; done`;
