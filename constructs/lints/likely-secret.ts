import { forbidden } from '../../packages/structural-schema/field-error.js';
import { type FoundToken, tokensIn } from '../../packages/structural-schema/token-shapes.js';
import { type LocatedText, textsWhere } from '../../plan/secrets/texts-of.js';
import type { Lint, LintProblem } from '../linter/lint.js';

/** The message never quotes what it found. */
export const likelySecret: Lint = {
  id: 'likely-secret',
  reports:
    'tokens and keys in any field, including prompts. They are recognized by their form, such as tokens of GitHub, GitLab, Slack, AWS, Anthropic and OpenAI, private keys and Authorization headers',
  because: 'Everyone who can read Git, the cluster or a log can use them.',
  check(object) {
    const isSecret = object.kind === 'Secret' && object.apiVersion === 'v1';
    // What a Secret holds is reported by secret-data.
    const { data: _data, stringData: _stringData, ...head } = { ...object } as Record<string, unknown>;
    return textsWhere(isSecret ? head : object, holdsToken).flatMap(tokenProblems);
  },
};

const holdsToken = (text: string): boolean => clearTokens(text).length > 0 || encodedTokens(text).length > 0;

function tokenProblems({ path, text }: LocatedText): LintProblem[] {
  return [...clearTokens(text), ...encodedTokens(text)].map(({ name, place }) =>
    forbidden(
      path,
      `holds ${name}${place}; remove it, revoke it if it was ever committed, and refer to a Secret that is not in Git, as with credentials, secretRef or secretKeyRef`,
    ),
  );
}

interface Place {
  readonly name: string;
  /** Empty for a text of one line. */
  readonly place: string;
}

const clearTokens = (text: string): Place[] =>
  [...tokensIn(text), ...headersIn(text)].map(({ name, index }) => ({ name, place: placeIn(text, index) }));

const placeIn = (text: string, index: number): string =>
  text.trimEnd().includes('\n') ? ` in its line ${text.slice(0, index).split('\n').length}` : '';

const authorization = /\bauthorization["']?\s*[:=]\s*["']?(?:basic|bearer|token)\s+([\w.~+/=-]{8,})/gi;

/** `Authorization: Bearer ...` with what is no word and no place that somebody fills. */
const headersIn = (text: string): FoundToken[] =>
  [...text.matchAll(authorization)]
    .filter(([, value = '']) => /\d/.test(value) && !tokensIn(value).length && !/^[A-Z0-9_]+$/.test(value))
    .map(({ index }) => ({ name: 'an Authorization header', index }));

/** A text that is base64 as a whole, as long as a key may be, and keys within other texts, as in a kubeconfig. */
const base64 = /^[A-Za-z0-9+/\s]{24,20000}={0,2}\s*$/;
const pemInBase64 = /LS0tLS1CRUdJTi[A-Za-z0-9+/]{20,20000}={0,2}/g;

function encodedTokens(text: string): Place[] {
  const whole = base64.test(text);
  const encoded = whole ? [{ 0: text, index: 0 }] : [...text.matchAll(pemInBase64)];
  return encoded.flatMap(({ 0: part, index }) =>
    tokensIn(Buffer.from(part, 'base64').toString('latin1')).map(({ name }) => ({
      name,
      place: `${whole ? '' : placeIn(text, index)} in base64`,
    })),
  );
}
