import { forbidden } from '../../packages/structural-schema/field-error.js';
import { tokensIn } from '../../packages/structural-schema/token-shapes.js';
import type { Lint, LintProblem } from '../linter/lint.js';
import { type LocatedText, textsWhere } from '../secrets/texts-of.js';

/** The message never quotes what it found. */
export const likelySecret: Lint = {
  id: 'likely-secret',
  reports:
    'tokens and keys anywhere, prompts included, that are recognised by their form: GitHub, GitLab, Slack, AWS, Anthropic, OpenAI and others, JSON Web Tokens, private keys',
  because: 'All who can read Git, the cluster or a log can use them.',
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
  tokensIn(text).map(({ name, index }) => {
    const line = text.slice(0, index).split('\n').length;
    return { name, place: text.trimEnd().includes('\n') ? ` in its line ${line}` : '' };
  });

/** Only as much as a key has; certificates, which are longer, are read too. */
const base64 = /^[A-Za-z0-9+/\s]{24,20000}={0,2}\s*$/;

function encodedTokens(text: string): Place[] {
  if (!base64.test(text)) return [];
  return tokensIn(Buffer.from(text, 'base64').toString('latin1')).map(({ name }) => ({ name, place: ' in base64' }));
}
