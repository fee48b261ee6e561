import { randomInt } from 'node:crypto';

/** Kubernetes' own alphabet for generated names: no vowels, nothing that looks like another character. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

export const nameSuffix = (): string => Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join('');
