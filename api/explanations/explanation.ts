/** What a reason or an exit code says to a person. `docs/errors.md` and `kubectl task explain` print it. */
export interface Explanation {
  /** What it means: one or two whole sentences. */
  readonly means: string;
  /** A command that shows more; `<name>` is what the reader fills in. Absent where the message has everything. */
  readonly see?: string;
  /** What to do: whole sentences, in the present tense. */
  readonly act: string;
}

/** By reason. */
export type Explanations<Reason extends string = string> = Readonly<Record<Reason, Explanation>>;
