import { afterEach, describe, expect, test } from '@jest/globals';
import type { Request, World } from './world.js';

/** Something that a client may rely on: the answer to a request, after others. */
export interface Fact {
  /** Made before, in this order; their answers do not matter. */
  readonly given?: readonly Request[];
  readonly when: Request;
  /** Parts of `{ code, body, warning? }`. */
  readonly want: object;
  /** Paths that the body does not have. */
  readonly lacks?: readonly string[];
}

export type Facts = Readonly<Record<string, Fact>>;

/** A refusal with the server's message. */
export const refusal = (code: number, reason: string | undefined, message: unknown, details?: object) => ({
  code,
  body: { kind: 'Status', status: 'Failure', code, message, ...(reason && { reason }), ...(details && { details }) },
});

/** A list of objects with these names, in this order. */
export const listOf = (...names: readonly string[]) => ({ items: names.map((name) => ({ metadata: { name } })) });

/** 422 with these errors, each `field: message`, in this order in the message and as causes. */
export const invalid = (object: string, ...errors: readonly string[]) => ({
  code: 422,
  body: {
    reason: 'Invalid',
    message: `${object} is invalid: ${errors.length === 1 ? errors[0] : `[${errors.join(', ')}]`}`,
    details: {
      causes: errors.map((error) => ({ field: error.split(':', 1)[0], message: error.replace(/^.*?: /, '') })),
    },
  },
});

/** The same errors in any order, for fields that the server visits as a Go map, in random order. */
export const inAnyOrder = ({ code, body }: ReturnType<typeof invalid>) => ({
  code,
  body: {
    reason: body.reason,
    details: { causes: expect.arrayContaining(body.details.causes.map((cause) => expect.objectContaining(cause))) },
  },
});

/** Whether errors of another kind keep the server from evaluating CEL rules. */
export const rulesUnchecked =
  '<nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation';

export function describeFacts(title: string, facts: Facts, world: () => World): void {
  describe(title, () => {
    afterEach(() => world().tidy());

    test.each(Object.entries(facts))('%s', async (_, { given = [], when, want, lacks = [] }) => {
      for (const request of given) await world().send(...request);
      const answer = await world().send(...when);
      expect(answer).toMatchObject(want);
      for (const path of lacks) expect(answer.body).not.toHaveProperty(path);
    });
  });
}
