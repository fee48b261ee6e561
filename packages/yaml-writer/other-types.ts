/**
 * Whether a parser of YAML 1.1 or 1.2 could read the text as something else than a string, when it is not quoted.
 *
 * Rather one too many: quotes are always right. Sources: https://yaml.org/type/ and section 10.3.2 of YAML 1.2; go-yaml, which
 * kubectl uses, reads both `0o14` and `0b1`.
 */
export const readsAsOtherType = (text: string): boolean =>
  text === '' || words.has(text) || (begins.test(text) && others.some((pattern) => pattern.test(text)));

const inAllCases = (word: string): string[] => [word, `${word[0]?.toUpperCase()}${word.slice(1)}`, word.toUpperCase()];

const words: ReadonlySet<string> = new Set([
  ...['null', 'true', 'false', 'yes', 'no', 'on', 'off', 'y', 'n'].flatMap(inAllCases),
  ...['~', '=', '<<'],
]);

const begins = /^[-+.\deE]/;

const others: readonly RegExp[] = [
  // Integers and numbers with a fraction or an exponent, with underscores anywhere. `yaml` reads a point and `e1` as NaN.
  /^[-+]?(\.?[0-9][0-9_]*|[0-9][0-9_]*\.[0-9_]*|\.[0-9_]*)([eE][-+]?[0-9_]+)?$/,
  /^[-+]?[eE][-+]?[0-9]+$/,
  /^[-+]?0(b[01_]+|o[0-7_]+|x[0-9a-f_]+)$/i,
  // Sexagesimal: 12:30 is 750.
  /^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$/,
  /^[-+]?\.(inf|Inf|INF)$|^\.(nan|NaN|NAN)$/,
  // Dates and times.
  /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}($|[Tt \t].*[0-9]:[0-9])/,
];
