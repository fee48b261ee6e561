/** One small change of the product's code, all of which are in the instrumented code and one of which is switched on. */
export interface Mutant {
  /** Unique in a run, and the same as long as its file stays the same. */
  readonly id: string;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** The whole line of code, trimmed. */
  readonly code: string;
  readonly mutator: string;
  readonly original: string;
  readonly replacement: string;
}

export type Outcome =
  | { readonly kind: 'killed'; readonly by: string; readonly bundle: string }
  | { readonly kind: 'survived' }
  | { readonly kind: 'not covered' };

export interface Judged {
  readonly mutant: Mutant;
  readonly outcome: Outcome;
}

/** One line for people: where, and what was changed into what. */
export function describeMutant({ file, line, mutator, original, replacement }: Mutant): string {
  const short = (text: string) => text.replace(/\s+/g, ' ').slice(0, 160);
  return `${file}:${line} ${mutator}: ${short(original)} -> ${short(replacement)}`;
}
