import type { Scope } from './expression.js';
import { parse } from './parse.js';
import { type Token, tokensOf } from './tokens.js';

/** A rule that is read without the CEL engine. */
export interface QuickRule {
  readonly usesOldSelf: boolean;
  /** True only if the rule holds in CEL; false if it does not or if only the CEL engine knows. Never throws. */
  holds(scope: Scope): boolean;
}

const rules = new Map<string, QuickRule | undefined>();

/**
 * A rule in a small part of CEL: fields, `has`, tests of strings, loops, comparisons and logic. Undefined for any other,
 * valid or not.
 *
 * Most rules of a schema are of this kind and most values keep them. To load the CEL engine and compile the rules for it
 * takes longer than everything else that happens to a small object.
 */
export function quickRule(text: string): QuickRule | undefined {
  if (rules.has(text)) return rules.get(text);
  const tokens = tokensOf(text);
  const rule = tokens && ruleOf(tokens);
  rules.set(text, rule);
  return rule;
}

function ruleOf(tokens: readonly Token[]): QuickRule | undefined {
  const rule = known(() =>
    parse(
      tokens,
      new Map([
        ['self', 'any'],
        ['oldSelf', 'any'],
      ]),
    ),
  );
  if (rule?.type !== 'boolean') return undefined;
  return {
    usesOldSelf: tokens.some(({ kind, text }) => kind === 'name' && text === 'oldSelf'),
    holds: (scope) => known(() => rule.valueIn(scope)) === true,
  };
}

/** Undefined if only the CEL engine knows, also what is wrong. */
function known<Value>(compute: () => Value): Value | undefined {
  try {
    return compute();
  } catch {
    return undefined;
  }
}
