import { randomInt } from 'node:crypto';

/** No vowels and no similar characters, as in k8s.io/apimachinery `rand.String`. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
const suffixLength = 5;
const maxBaseLength = 63 - suffixLength;

/** `base`, cut so that it and five random characters fit into 63. */
export function generateName(base: string): string {
  const suffix = Array.from({ length: suffixLength }, () => alphabet[randomInt(alphabet.length)]).join('');
  return `${base.slice(0, maxBaseLength)}${suffix}`;
}
