import { Environment } from '@marcbachmann/cel-js';
import { patternOf } from './pattern.js';

/** Replaces the library's `matches`, which uses JavaScript patterns. */
export const matchesOfOurs = 'matchesPattern';

type Comparable = bigint | number | string;

let environment: Environment | undefined;

/** The CEL of Kubernetes validation rules: `self`, `oldSelf` and the Kubernetes list, regex and string functions. Made once. */
export function celEnvironment(): Environment {
  environment ??= newEnvironment();
  return environment;
}

const newEnvironment = (): Environment =>
  new Environment({
    unlistedVariablesAreDyn: false,
    homogeneousAggregateLiterals: false,
    enableOptionalTypes: true,
  })
    .registerVariable('self', 'dyn')
    .registerVariable('oldSelf', 'dyn')
    .registerFunction('list.isSorted(): bool', isSorted)
    .registerFunction('list.sum(): dyn', sum)
    .registerFunction('list.min(): dyn', (list: Comparable[]) => extreme(list, (a, b) => a < b))
    .registerFunction('list.max(): dyn', (list: Comparable[]) => extreme(list, (a, b) => a > b))
    .registerFunction(
      'string.find(string): string',
      (text: string, pattern: string) => patternOf(pattern).first(text) ?? '',
    )
    .registerFunction(`string.${matchesOfOurs}(string): bool`, (text: string, pattern: string) =>
      patternOf(pattern).test(text),
    )
    .registerFunction('string.findAll(string): list', (text: string, pattern: string) => patternOf(pattern).all(text))
    .registerFunction('string.replace(string, string): string', (text: string, from: string, to: string) =>
      limited(text.replaceAll(from, to)),
    )
    .registerFunction('isURL(string): bool', (text: string) => URL.canParse(text));

/** No value of a request is longer, so what is has grown from one replacement to the next. */
const longestText = 3 * 1024 * 1024;

function limited(text: string): string {
  if (text.length > longestText) throw new Error('operation cancelled: actual cost limit exceeded');
  return text;
}

function isSorted(list: Comparable[]): boolean {
  return list.every((item, index) => index === 0 || (list[index - 1] ?? item) <= item);
}

function sum(list: (bigint | number)[]): bigint | number {
  if (list.every((item) => typeof item === 'bigint')) return list.reduce((total: bigint, item) => total + item, 0n);
  return list.reduce((total: number, item) => total + Number(item), 0);
}

function extreme(list: Comparable[], better: (a: Comparable, b: Comparable) => boolean): Comparable {
  if (list.length === 0) throw new Error('min/max called on empty list');
  return list.reduce((best, item) => (better(item, best) ? item : best));
}
