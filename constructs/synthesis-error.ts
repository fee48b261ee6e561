/** Synthesis found problems and wrote nothing. Meant for people: it has no stack trace, since no line of code is at fault. */
export class SynthesisError extends Error {
  override readonly name = 'SynthesisError';
  /** One line each, in the order of the constructs; not empty. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    super([`${count}, nothing was written`, ...problems].join('\n'));
    this.problems = problems;
    this.stack = `${this.name}: ${this.message}`;
  }
}
