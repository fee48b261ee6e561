/** One small change of the product's code. The instrumented code contains all of them; one is active. */
export interface Mutant {
  /** Unique in a run, and stable as long as the file does not change. */
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

export interface TestedMutant {
  readonly mutant: Mutant;
  readonly outcome: Outcome;
}

/** One line for people: the place and the change. */
export function describeMutant({ file, line, mutator, original, replacement }: Mutant): string {
  const short = (text: string) => text.replace(/\s+/g, ' ').slice(0, 160);
  return `${file}:${line} ${mutator}: ${short(original)} -> ${short(replacement)}`;
}
