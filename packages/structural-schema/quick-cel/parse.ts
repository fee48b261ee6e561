import { celKeywords } from '../cel-value.js';
import { type Expression, giveUp } from './expression.js';
import { type FieldPath, hasField, valueOfField } from './fields.js';
import { callOfString, isLoop, loopOver, sizeOf } from './methods.js';
import { choice, isOneOf, not, operators } from './operators.js';
import type { Token } from './tokens.js';

/** The type of each variable; one that is a text has no fields. */
type Variables = ReadonlyMap<string, 'string' | 'any'>;

/** The tokens that are still to be read, and the variables that may be used here. */
interface Rest {
  readonly tokens: Token[];
  readonly variables: Variables;
}

/** @throws Error if the tokens are not in the part of CEL that is read here */
export function parse(tokens: readonly Token[], variables: Variables): Expression {
  const rest = { tokens: [...tokens], variables };
  const expression = conditional(rest);
  return rest.tokens.length === 0 ? expression : giveUp();
}

function conditional(rest: Rest): Expression {
  const condition = chain(rest, ['||'], (inner) => chain(inner, ['&&'], relation));
  if (!skip(rest, '?')) return condition;
  const yes = conditional(rest);
  expect(rest, ':');
  return choice(condition, yes, conditional(rest));
}

function chain(rest: Rest, signs: readonly string[], operand: (rest: Rest) => Expression): Expression {
  let left = operand(rest);
  for (let sign = skipOneOf(rest, signs); sign !== undefined; sign = skipOneOf(rest, signs))
    left = (operators.get(sign) ?? giveUp())(left, operand(rest));
  return left;
}

/** One comparison at most; several in a row are not read. */
function relation(rest: Rest): Expression {
  const left = chain(rest, ['+'], unary);
  if (skipName(rest, 'in')) return isOneOf(left, literals(rest));
  const sign = skipOneOf(rest, ['==', '!=', '<', '<=', '>', '>=']);
  return sign === undefined ? left : (operators.get(sign) ?? giveUp())(left, chain(rest, ['+'], unary));
}

const unary = (rest: Rest): Expression => (skip(rest, '!') ? not(unary(rest)) : calls(rest, primary(rest)));

/** What follows a value: `.startsWith('/')`, `.all(item, item != '')`. */
function calls(rest: Rest, receiver: Expression): Expression {
  if (!skip(rest, '.')) return receiver;
  const method = next(rest, 'name');
  expect(rest, '(');
  const call = isLoop(method) ? loop(rest, receiver, method) : plainCall(rest, receiver, method);
  expect(rest, ')');
  return calls(rest, call);
}

const plainCall = (rest: Rest, receiver: Expression, method: string): Expression =>
  method === 'size' ? sizeOf(receiver) : callOfString(receiver, method, next(rest, 'string'));

function loop(rest: Rest, receiver: Expression, method: string): Expression {
  const variable = newName(rest);
  expect(rest, ',');
  const variables = new Map(rest.variables).set(variable, receiver.type === 'texts' ? 'string' : 'any');
  return loopOver(receiver, method, variable, conditional({ tokens: rest.tokens, variables }));
}

function primary(rest: Rest): Expression {
  const [token] = rest.tokens;
  switch (token?.kind) {
    case 'string':
      return constant('string', next(rest, 'string'));
    case 'integer':
      return constant('integer', Number(next(rest, 'integer')));
    case 'name':
      return token.text === 'has' ? has(rest) : valueOfField(path(rest));
    default:
      return inBrackets(rest, '(', ')', conditional);
  }
}

const constant = (type: 'string' | 'integer', value: unknown): Expression => ({ type, valueIn: () => value });

function has(rest: Rest): Expression {
  next(rest, 'name');
  return hasField(inBrackets(rest, '(', ')', path));
}

/** A variable and its fields, up to a method. */
function path(rest: Rest): FieldPath {
  const variable = identifier(rest);
  const type = rest.variables.get(variable) ?? giveUp();
  const fields: string[] = [];
  while (rest.tokens[0]?.text === '.' && rest.tokens[2]?.text !== '(') {
    expect(rest, '.');
    fields.push(newName(rest));
  }
  return type === 'any' || fields.length === 0 ? { variable, type, fields } : giveUp();
}

const literals = (rest: Rest): string[] =>
  inBrackets(rest, '[', ']', () => {
    const texts = [next(rest, 'string')];
    while (skip(rest, ',')) texts.push(next(rest, 'string'));
    return texts;
  });

function inBrackets<Inner>(rest: Rest, open: string, close: string, inner: (rest: Rest) => Inner): Inner {
  expect(rest, open);
  const value = inner(rest);
  expect(rest, close);
  return value;
}

/** A name that is neither a word of CEL nor escaped. */
function identifier(rest: Rest): string {
  const name = next(rest, 'name');
  return celKeywords.has(name) || name.includes('__') ? giveUp() : name;
}

/** Of a field or the variable of a loop: none that could be taken for a variable of the rule. */
function newName(rest: Rest): string {
  const name = identifier(rest);
  return name === 'self' || name === 'oldSelf' ? giveUp() : name;
}

const next = ({ tokens }: Rest, kind: Token['kind']): string =>
  tokens[0]?.kind === kind ? (tokens.shift()?.text ?? giveUp()) : giveUp();

const skip = (rest: Rest, sign: string): boolean => skipOneOf(rest, [sign]) !== undefined;

const skipOneOf = ({ tokens: [token], tokens }: Rest, signs: readonly string[]): string | undefined =>
  token?.kind === 'operator' && signs.includes(token.text) ? tokens.shift()?.text : undefined;

const skipName = ({ tokens: [token], tokens }: Rest, name: string): boolean =>
  token?.kind === 'name' && token.text === name && tokens.shift() !== undefined;

const expect = (rest: Rest, sign: string): unknown => skip(rest, sign) || giveUp();
