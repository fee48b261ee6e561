import { celEnvironment, matchesOfOurs } from './cel-environment.js';
import { isJsonObject } from './json-schema-props.js';
import { patternOf } from './pattern.js';

/** The variables of a rule, already CEL values. */
export interface Activation {
  readonly self: unknown;
  /** Undefined when there is no old value to compare with. */
  readonly oldSelf: unknown;
}

/** A compiled CEL expression. */
export interface CelProgram {
  readonly usesOldSelf: boolean;
  /** The value of the expression. */
  evaluate(activation: Activation): unknown;
}

const programs = new Map<string, CelProgram | Error>();

/** The program of an expression, compiled once; an `Error` with a one-line message if it is not CEL. Never throws. */
export function celProgram(expression: string): CelProgram | Error {
  const known = programs.get(expression);
  if (known) return known;
  const program = compile(expression);
  programs.set(expression, program);
  return program;
}

function compile(expression: string): CelProgram | Error {
  try {
    const evaluate = celEnvironment().parse(expression);
    redirectMatches(evaluate.ast);
    const { valid, error } = evaluate.check();
    if (!valid) return new Error(celMessage(error));
    return {
      usesOldSelf: mentions(evaluate.ast, 'oldSelf'),
      evaluate: ({ self, oldSelf }) => evaluate({ self, oldSelf }),
    };
  } catch (error) {
    return new Error(celMessage(error));
  }
}

/**
 * Makes `text.matches(pattern)` use the pattern engine: replaces the call in the syntax tree.
 *
 * @throws Error for a literal that is not a pattern, as cel-go does
 */
function redirectMatches(node: unknown): void {
  if (Array.isArray(node)) node.forEach(redirectMatches);
  if (!isJsonObject(node)) return;
  const { op, args } = node;
  if (op === 'rcall' && Array.isArray(args) && args[0] === 'matches') {
    args[0] = matchesOfOurs;
    const [pattern] = Array.isArray(args[2]) ? args[2] : [];
    if (isJsonObject(pattern) && pattern.op === 'value' && typeof pattern.args === 'string') patternOf(pattern.args);
  }
  redirectMatches(args);
}

/** Whether a syntax tree uses a variable. Nodes are `{ op, args }`; a variable is `{ op: 'id', args: name }`. */
function mentions(node: unknown, variable: string): boolean {
  if (Array.isArray(node)) return node.some((child) => mentions(child, variable));
  if (!isJsonObject(node)) return false;
  return (node.op === 'id' && node.args === variable) || mentions(node.args, variable);
}

/** The first line, in cel-go's wording; the rest marks the place in the expression. */
export function celMessage(error: unknown): string {
  const line = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
  return line.replace(/^No such key/, 'no such key').replaceAll(matchesOfOurs, 'matches');
}
