import { NOT_UTF8 } from './manifest.js';
import type { YamlProblem } from './yaml-value.js';

/**
 * What no YAML may hold, and kubectl refuses, although the parser would read it.
 *
 * Source: https://yaml.org/spec/1.1/#c-printable
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const unreadable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]|\p{Surrogate}/u;

/** The first character of a text that cannot be read; undefined when there is none. */
export function unreadableCharacter(text: string): YamlProblem | undefined {
  const found = unreadable.exec(text);
  if (!found) return undefined;
  const code = found[0].codePointAt(0) ?? 0;
  const message =
    found[0] === NOT_UTF8
      ? 'the text is not UTF-8; save the file as UTF-8'
      : `control character U+${code.toString(16).toUpperCase().padStart(4, '0')}; remove it, or write it as an escape in double quotes`;
  return { message, pos: [found.index] };
}
