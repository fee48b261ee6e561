import type { Secret } from '../../packages/embedded-cluster/index.js';
import type { PodReference } from './pod-references.js';

/** Of a Secret that is mounted as a whole, these keys are asked for: those that a clone reads. */
const keysOfClones = ['token', 'username', 'password', 'ssh-privatekey', 'known_hosts'];

export interface SecretsFromEnv {
  readonly secrets: readonly Secret[];
  /** One line for each value that is missing: variable, Secret and key. */
  readonly missing: readonly string[];
}

/**
 * Secrets made of variables of the caller: a value that a container has as a variable comes from the variable of that
 * name, and a file from `<SECRET>_<KEY>` in upper case. Pure.
 */
export function secretsFromEnv(references: readonly PodReference[], env: NodeJS.ProcessEnv): SecretsFromEnv {
  const data = new Map<string, Map<string, string>>();
  const missing: string[] = [];
  const sorted = references.toSorted((a, b) => Number(!a.variable) - Number(!b.variable));
  for (const reference of sorted) {
    const known = data.get(reference.name) ?? new Map<string, string>();
    data.set(reference.name, known);
    const found = wantedOf(reference, env).filter(({ value }) => value !== undefined);
    for (const { key, value = '' } of found) if (!known.has(key)) known.set(key, value);
    const isThere = reference.key === undefined ? found.length > 0 : known.has(reference.key);
    if (!isThere && !reference.isOptional) missing.push(missingText(reference));
  }
  const named = references.filter(({ isOptional, name }) => !isOptional || (data.get(name)?.size ?? 0) > 0);
  const names = [...new Set(named.map(({ name }) => name))];
  return { secrets: names.map((name) => secretOf(name, data.get(name) ?? new Map())), missing: [...new Set(missing)] };
}

/** The variable that stands for a key that is mounted as a file. */
export const variableOf = (secret: string, key: string): string =>
  `${secret}_${key}`.toUpperCase().replace(/[^A-Z0-9]+/g, '_');

function wantedOf({ name, key, variable }: PodReference, env: NodeJS.ProcessEnv) {
  const keys = key === undefined ? keysOfClones : [key];
  return keys.map((one) => ({ key: one, value: env[variable ?? variableOf(name, one)] }));
}

function missingText({ name, key, variable }: PodReference): string {
  if (key !== undefined) return `${variable ?? variableOf(name, key)} is not set: it is key ${key} of Secret ${name}`;
  const [first = '', ...others] = keysOfClones.map((one) => variableOf(name, one));
  return `${first} is not set: it is key token of Secret ${name}; its other keys are ${others.join(', ')}`;
}

const secretOf = (name: string, data: ReadonlyMap<string, string>): Secret => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name },
  data: Object.fromEntries([...data].map(([key, value]) => [key, Buffer.from(value).toString('base64')])),
});
