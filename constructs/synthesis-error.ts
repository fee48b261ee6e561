/** Synthesis found problems, and wrote nothing. It has no stack trace, because the problems have their place. */
export class SynthesisError extends Error {
  override readonly name = 'SynthesisError';
  /** Private, so that Node does not print them twice when the error is not caught. */
  readonly #problems: readonly string[];

  constructor(problems: readonly string[]) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    super([...problems, `${count}, nothing was written`].join('\n'));
    this.#problems = problems;
    this.stack = `${this.name}: ${this.message}`;
  }

  /** One line each, in the order of the constructs. Not empty. */
  get problems(): readonly string[] {
    return this.#problems;
  }
}
