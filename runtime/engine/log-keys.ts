import { splitKey } from './object-key.js';

/** The fields by which log lines about one run, or another object that is reconciled, are found, whatever its kind. */
export function logKeys(key: string): { readonly namespace: string; readonly run: string } {
  const { namespace, name } = splitKey(key);
  return { namespace, run: name };
}
