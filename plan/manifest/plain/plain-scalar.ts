import { readsAsOtherType } from '../../../packages/yaml-writer/other-types.js';
import { notPlain } from './not-plain.js';

/** Of another string, the beginning and every character are looked at by the whole reader. */
const plainText =
  /^(?!---|\.\.\.)(?:[\p{L}0-9_./]|-(?=\S))(?:[\p{L}\w./@+=,;!?(){}$%~^*<>|&"'`[\]\\#-]|:(?=\S)| (?=[^#\s]))*$/u;
const whole = /^(?:0|-?[1-9]\d{0,14})$/;
const doubleQuoted = /^"(?:[^"\\\n\t]|\\["\\nrt])*"$/;
const singleQuoted = /^'[^'\n]*'$/;
const words: ReadonlyMap<string, () => unknown> = new Map<string, () => unknown>([
  ['true', () => true],
  ['false', () => false],
  ['null', () => null],
  ['{}', () => ({})],
  ['[]', () => []],
]);

const mostRemembered = 4096;

/** Reads scalars of one line as kubectl does, and remembers them: files repeat most of theirs. */
export function scalarReader(): (text: string) => unknown {
  let remembered = new Map<string, unknown>();
  return (text) => {
    const known = remembered.get(text);
    if (known !== undefined) return known;
    const value = readScalar(text);
    // An empty list or mapping is nobody's but its reader's.
    if (typeof value === 'object') return value;
    if (remembered.size >= mostRemembered) remembered = new Map();
    const own = typeof value === 'string' ? detached(value) : value;
    remembered.set(typeof own === 'string' && own === text ? own : detached(text), own);
    return own;
  };
}

function readScalar(text: string): unknown {
  const word = words.get(text);
  if (word) return word();
  if (whole.test(text)) return Number(text);
  if (doubleQuoted.test(text)) return JSON.parse(text) as unknown;
  if (singleQuoted.test(text)) return text.slice(1, -1);
  return plainText.test(text) && !readsAsOtherType(text) ? text : notPlain();
}

/** A copy that does not keep the text of its file in memory, as a part of it does. */
export const detached = (text: string): string =>
  text.length < 13 ? text : Buffer.from(text, 'utf8').toString('utf8');

/** A key of a mapping; only those that are text in every version of YAML. @throws NotPlain */
export function plainKey(written: string): string {
  const quoted = /^"([^"\\\n]*)"$|^'([^'\n]*)'$/.exec(written);
  const key = quoted?.[1] ?? quoted?.[2] ?? written;
  const isText = quoted !== null || (/^[\w./-]+$/.test(key) && !readsAsOtherType(key));
  return isText && key !== '__proto__' && !key.startsWith('-') ? key : notPlain();
}
