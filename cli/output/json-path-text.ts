import { jsonPath } from '../../packages/kubernetes-conventions/json-path.js';
import { UserError } from '../errors/user-error.js';

/**
 * A value through a template as kubectl's `-o jsonpath=` takes it: text, `{.path}` with its matches separated by spaces,
 * `{"\n"}`, and `{range .items[*]}...{end}`. A path alone may leave out its braces.
 *
 * @throws UserError for a template that does not close what it opens
 */
export function jsonPathText(template: string, value: unknown): string {
  const tokens = (template.includes('{') ? template : `{${template}}`).split(
    /(\{(?:"(?:\\.|[^"\\])*"|'[^']*'|[^{}"'])*\})/,
  );
  if (tokens.some(isUnclosed)) {
    throw new UserError(`Cannot read the JSONPath ${template}: a brace is not closed`);
  }
  const { text, rest } = rendered(tokens, value, false);
  if (rest.length > 0) throw new UserError(`Cannot read the JSONPath ${template}: {end} without {range}`);
  return text;
}

/** Braces of text are in quotes: `{"{"}`. */
const isUnclosed = (token: string, at: number): boolean => at % 2 === 0 && token.includes('{');

interface Rendered {
  readonly text: string;
  /** What follows the `{end}` that closed this part. */
  readonly rest: readonly string[];
}

function rendered(tokens: readonly string[], value: unknown, isInRange: boolean): Rendered {
  let text = '';
  let left = tokens;
  for (let token = left[0]; token !== undefined; token = left[0]) {
    left = left.slice(1);
    const inner = /^\{\s*(.*?)\s*\}$/s.exec(token)?.[1];
    if (inner === undefined) text += token;
    else if (inner === 'end' && isInRange) return { text, rest: left };
    else if (inner === 'end') return { text, rest: [token, ...left] };
    else if (inner.startsWith('range ')) {
      const items = jsonPath(pathOf(inner.slice('range '.length)))(value);
      const parts = items.map((item) => rendered(left, item, true));
      left = parts[0]?.rest ?? rendered(left, undefined, true).rest;
      text += parts.map((part) => part.text).join('');
    } else text += evaluated(inner, value);
  }
  if (isInRange) throw new UserError('Cannot read the JSONPath: {range} without {end}');
  return { text, rest: [] };
}

function evaluated(inner: string, value: unknown): string {
  if (inner.startsWith('"')) return JSON.parse(inner);
  if (inner.startsWith("'")) return inner.slice(1, -1);
  return jsonPath(pathOf(inner))(value).map(shown).join(' ');
}

/** `$`, `@` and a missing first dot mean the value itself. */
function pathOf(text: string): string {
  const path = text.trim().replace(/^[$@]/, '');
  return path === '' || /^[.[]/.test(path) ? path : `.${path}`;
}

const shown = (match: unknown): string => (typeof match === 'object' ? JSON.stringify(match) : String(match));
