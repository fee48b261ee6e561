/** A part of a rule: a name, an operator, or a literal of a string or an integer. */
export interface Token {
  readonly kind: 'name' | 'operator' | 'string' | 'integer';
  readonly text: string;
}

const token =
  /[\t\n\f\r ]*(?:(?<name>[A-Za-z]\w*)|(?<integer>(?:0|[1-9]\d{0,8})\b)|'(?<single>[^'\\\r\n]*)'|"(?<double>[^"\\\r\n]*)"|(?<operator>&&|\|\||[=!<>]=|[!?:().,[\]<>+]))/y;

/** The parts of a rule; undefined if it has something else, such as a string with escapes. */
export function tokensOf(rule: string): readonly Token[] | undefined {
  const text = rule.replace(/[\t\n\f\r ]+$/, '');
  const tokens: Token[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const { name, integer, single, double, operator } = token.exec(text)?.groups ?? {};
    if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else if (integer !== undefined) tokens.push({ kind: 'integer', text: integer });
    else if (operator !== undefined) tokens.push({ kind: 'operator', text: operator });
    else if (single !== undefined || double !== undefined)
      tokens.push({ kind: 'string', text: single ?? double ?? '' });
    else return undefined;
  }
  return tokens;
}
