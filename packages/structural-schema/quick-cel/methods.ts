import { patternOf } from '../pattern.js';
import { booleanOf, type Expression, giveUp, listOf, type Scope, stringOf, typed } from './expression.js';

type StringMethod = (text: string, argument: string) => unknown;

const textTests: ReadonlyMap<string, StringMethod> = new Map<string, StringMethod>([
  ['startsWith', (text, start) => text.startsWith(start)],
  ['endsWith', (text, end) => text.endsWith(end)],
  ['contains', (text, part) => text.includes(part)],
  ['matches', (text, pattern) => patternOf(pattern).test(text)],
]);

/** A method of a string with a literal: `self.startsWith('/')`. */
export function callOfString(receiver: Expression, method: string, literal: string): Expression {
  const text = typed(receiver, 'string');
  if (method === 'split' && literal !== '')
    return { type: 'texts', valueIn: (scope) => stringOf(text, scope).split(literal) };
  const test = textTests.get(method) ?? giveUp();
  // A pattern that the engine refuses makes the rule invalid.
  if (method === 'matches') patternOf(literal);
  return { type: 'boolean', valueIn: (scope) => test(stringOf(text, scope), literal) };
}

/** `size()` of a string, in code points, or of a list. */
export function sizeOf(receiver: Expression): Expression {
  if (receiver.type === 'boolean' || receiver.type === 'integer') return giveUp();
  return {
    type: 'integer',
    valueIn: (scope) => {
      const value = receiver.valueIn(scope);
      return typeof value === 'string' || Array.isArray(value) ? [...value].length : giveUp();
    },
  };
}

type Loop = (items: readonly unknown[], test: (item: unknown) => boolean) => unknown;

const loops: ReadonlyMap<string, Loop> = new Map<string, Loop>([
  ['all', (items, test) => items.filter(test).length === items.length],
  ['exists', (items, test) => items.filter(test).length > 0],
  ['exists_one', (items, test) => items.filter(test).length === 1],
  ['filter', (items, test) => items.filter(test)],
]);

export const isLoop = (method: string): boolean => loops.has(method);

/** `self.all(item, item != '')`. */
export function loopOver(receiver: Expression, method: string, variable: string, body: Expression): Expression {
  const list = typed(receiver, 'list', 'texts');
  const test = typed(body, 'boolean');
  const loop = loops.get(method) ?? giveUp();
  return {
    type: method !== 'filter' ? 'boolean' : receiver.type === 'texts' ? 'texts' : 'list',
    valueIn: (scope: Scope) => loop(listOf(list, scope), (item) => booleanOf(test, { ...scope, [variable]: item })),
  };
}
