import { booleanOf, type Expression, giveUp, type Scope, stringOf, typed } from './expression.js';

/** `!a` */
export function not(operand: Expression): Expression {
  const inner = typed(operand, 'boolean');
  return { type: 'boolean', valueIn: (scope) => !booleanOf(inner, scope) };
}

/** `a ? b : c` */
export function choice(condition: Expression, yes: Expression, no: Expression): Expression {
  const test = typed(condition, 'boolean');
  if (yes.type !== no.type) return giveUp();
  return { type: yes.type, valueIn: (scope) => (booleanOf(test, scope) ? yes : no).valueIn(scope) };
}

/** `a in ['b', 'c']` */
export function isOneOf(operand: Expression, texts: readonly string[]): Expression {
  const text = typed(operand, 'string');
  return { type: 'boolean', valueIn: (scope) => texts.includes(stringOf(text, scope)) };
}

type Operator = (left: Expression, right: Expression) => Expression;

/** The operators with two operands, by their sign. */
export const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['||', (left, right) => logical(left, right, (scope) => booleanOf(left, scope) || booleanOf(right, scope))],
  ['&&', (left, right) => logical(left, right, (scope) => booleanOf(left, scope) && booleanOf(right, scope))],
  ['==', (left, right) => comparison(left, right, (a, b) => a === b)],
  ['!=', (left, right) => comparison(left, right, (a, b) => a !== b)],
  ['<', (left, right) => ofIntegers(left, right, 'boolean', (a, b) => a < b)],
  ['<=', (left, right) => ofIntegers(left, right, 'boolean', (a, b) => a <= b)],
  ['>', (left, right) => ofIntegers(left, right, 'boolean', (a, b) => a > b)],
  ['>=', (left, right) => ofIntegers(left, right, 'boolean', (a, b) => a >= b)],
  ['+', (left, right) => ofIntegers(left, right, 'integer', (a, b) => a + b)],
]);

function logical(left: Expression, right: Expression, valueIn: (scope: Scope) => boolean): Expression {
  typed(left, 'boolean');
  typed(right, 'boolean');
  return { type: 'boolean', valueIn };
}

/** Of two strings, two booleans or two integers. */
function comparison(left: Expression, right: Expression, compare: (a: unknown, b: unknown) => boolean): Expression {
  if (left.type !== right.type && left.type !== 'any' && right.type !== 'any') return giveUp();
  return {
    type: 'boolean',
    valueIn: (scope) => {
      const [a, b] = [left.valueIn(scope), right.valueIn(scope)];
      return typeof a === typeof b && typeof a !== 'object' ? compare(a, b) : giveUp();
    },
  };
}

function ofIntegers(
  left: Expression,
  right: Expression,
  type: 'boolean' | 'integer',
  compute: (a: number, b: number) => boolean | number,
): Expression {
  if (left.type !== 'integer' || right.type !== 'integer') return giveUp();
  return { type, valueIn: (scope) => compute(left.valueIn(scope) as number, right.valueIn(scope) as number) };
}
