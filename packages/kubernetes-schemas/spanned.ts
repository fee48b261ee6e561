/** The minor versions of Kubernetes 1 that have something; both bounds are included. */
export interface Minors {
  readonly since: number;
  /** Infinity while the newest known version has it. */
  readonly until: number;
}

/** A type, and which versions have it where it is used; absent for all. */
export interface Spanned {
  readonly type: string;
  readonly minors?: Minors;
}

/** Reads a word of the generated lines, such as `s@30-34`. */
export function spanned(word: string): Spanned {
  const [type = '', span] = word.split('@');
  if (span === undefined) return { type };
  const [since, until] = span.split('-');
  return { type, minors: { since: Number(since), until: until ? Number(until) : Number.POSITIVE_INFINITY } };
}
