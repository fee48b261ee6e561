import { contentHash } from '../../packages/kubernetes-conventions/content-hash.js';
import { isJsonObject } from '../../packages/structural-schema/json-schema-props.js';
import { maskedText } from '../secrets/masked-text.js';
import { shortText } from './aspects/aspect.js';
import type { FindText } from './aspects/file-aspects.js';
import { type DiffLine, hunks, lineDiff } from './line-diff.js';
import type { TextChange } from './plan-review.js';
import { identityOf, type Side } from './side.js';

/**
 * The texts of the ConfigMaps of a side in a namespace. A text is known by a hash of what it says, never by its key: a file in
 * Git may hold any text under any key.
 */
export function textsOf(side: Side, namespace: string | undefined): FindText {
  const known = new Map<string, ReturnType<FindText>>();
  const find: FindText = (name, key) => {
    const metadata = { name, ...(namespace === undefined ? {} : { namespace }) };
    const found = side.objects.get(identityOf({ apiVersion: 'v1', kind: 'ConfigMap', metadata }));
    const data = (found?.object as { readonly data?: unknown } | undefined)?.data;
    const text = isJsonObject(data) ? data[key] : undefined;
    if (typeof text !== 'string') return undefined;
    return { raw: `text ${contentHash(text, 32)}`, text, shown: () => shortText(maskedText(text)) };
  };
  return (name, key) => {
    const place = `${name}/${key}`;
    if (!known.has(place)) known.set(place, find(name, key));
    return known.get(place);
  };
}

const mostLines = 400;
const longestLine = 1000;

/** What changes between two texts, masked. An absent text is an empty one. */
export function textChange(before = '', after = ''): TextChange {
  const lines = lineDiff(linesOf(before), linesOf(after));
  const count = (mark: DiffLine['mark']) => lines.filter((line) => line.mark === mark).length;
  const shown = hunks(lines).map(({ mark, text }) => (text === '…' && mark === ' ' ? '…' : `${mark}${cut(text)}`));
  const more = shown.length > mostLines ? [`… ${shown.length - mostLines} more lines`] : [];
  return { added: count('+'), removed: count('-'), lines: [...shown.slice(0, mostLines), ...more] };
}

/** The last line break ends a line. */
const linesOf = (text: string): string[] => (text === '' ? [] : maskedText(text).replace(/\n$/, '').split('\n'));

const cut = (line: string): string => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line);
