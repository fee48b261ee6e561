/** Synthesis found problems, and nothing was written. */
export class SynthesisError extends Error {
  override readonly name = 'SynthesisError';
  /** One line each, in the order of the constructs; not empty. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    super([...problems, `${count}, nothing was written`].join('\n'));
    this.problems = problems;
  }
}
