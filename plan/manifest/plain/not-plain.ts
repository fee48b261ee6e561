/** Thrown for a text that is read by the whole reader of YAML: it is rare in files that tools write. */
export class NotPlain extends Error {}

/** @throws NotPlain */
export function notPlain(): never {
  throw new NotPlain();
}
