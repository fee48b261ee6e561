/** The values of the variables: `self`, `oldSelf` and those of the loops around an expression. */
export type Scope = Readonly<Record<string, unknown>>;

/** What is known of the values of an expression before it is evaluated. */
export type Type = 'boolean' | 'integer' | 'string' | 'list' | 'texts' | 'any';

/** A part of a rule that can be evaluated. */
export interface Expression {
  readonly type: Type;
  /** @throws Error if only the CEL engine knows the value, or whether there is one */
  readonly valueIn: (scope: Scope) => unknown;
}

/** One for all: nobody reads it, and to make one takes longer than the rule. */
const unsure = new Error('only the CEL engine knows');

/** Leaves the rule to the CEL engine. */
export function giveUp(): never {
  throw unsure;
}

/** An expression that may have values of one of the types. @throws Error for any other: the rule may not even compile */
export const typed = (expression: Expression, ...types: Type[]): Expression =>
  expression.type === 'any' || types.includes(expression.type) ? expression : giveUp();

/** @throws Error for other values */
export function booleanOf(expression: Expression, scope: Scope): boolean {
  const value = expression.valueIn(scope);
  return typeof value === 'boolean' ? value : giveUp();
}

/** @throws Error for other values */
export function stringOf(expression: Expression, scope: Scope): string {
  const value = expression.valueIn(scope);
  return typeof value === 'string' ? value : giveUp();
}

/** @throws Error for other values */
export function listOf(expression: Expression, scope: Scope): readonly unknown[] {
  const value = expression.valueIn(scope);
  return Array.isArray(value) ? value : giveUp();
}
