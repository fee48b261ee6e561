/** A question of a policy about the user of a request. */
export interface AccessQuestion {
  readonly group?: string;
  readonly resource?: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly verb?: string;
}

/** The `authorizer` of an admission policy: a builder for a question, and its answer. */
export class Authorizer {
  readonly #question: AccessQuestion;
  readonly #answer: (question: AccessQuestion) => boolean;

  constructor(answer: (question: AccessQuestion) => boolean, question: AccessQuestion = {}) {
    this.#answer = answer;
    this.#question = question;
  }

  /** The same question with one more part. */
  with(part: AccessQuestion): Authorizer {
    return new Authorizer(this.#answer, { ...this.#question, ...part });
  }

  /** The answer. */
  isAllowed(): boolean {
    return this.#answer(this.#question);
  }
}
