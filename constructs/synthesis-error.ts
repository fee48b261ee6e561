/** Synthesis found problems, and nothing was written. It has no stack trace: the problems say where to look. */
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

  /** One line each, in the order of the constructs; not empty. */
  get problems(): readonly string[] {
    return this.#problems;
  }
}
