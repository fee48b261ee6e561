/** Complete CSI and OSC sequences. Source: ECMA-48 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern matches control characters
const escapes = /\u001b\[[0-?]*[ -/]*[@-~]|\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u009b[0-?]*[ -/]*[@-~]/g;

/** Bidirectional controls, invisible characters and tags, which make text differ from what people see. */
const invisible =
  /[\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

const printable = /^[ -~]*$/;

/**
 * Untrusted text as visible characters on one line: no control characters, escape sequences or
 * bidirectional controls, and no lone surrogates, which an API server replaces.
 */
export function plainText(text: string): string {
  const shown = printable.test(text)
    ? text
    : text
        .replace(escapes, '')
        .replace(invisible, '')
        .replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
        .replace(/\p{Cs}/gu, '\ufffd');
  return shown.replace(/\s+/g, ' ').trim();
}
