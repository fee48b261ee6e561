import { forbidden } from '../../packages/structural-schema/field-error.js';
import { isReference } from '../../plan/secrets/secret-name.js';
import { textsWhere } from '../../plan/secrets/texts-of.js';
import { hasSecretQuery } from '../../plan/text/git-url.js';
import type { Lint } from '../linter/lint.js';

export const urlPassword: Lint = {
  id: 'url-password',
  reports: 'URLs in any field with a password, such as `https://user:password@host`, or with a token in the query',
  because: 'Everyone who can read Git, the cluster or a log has the password.',
  check: (object) =>
    textsWhere(object, (text) => text.includes('://') && urlsIn(text).some(holdsSecret)).map(({ path }) =>
      forbidden(path, 'holds a URL with a password; take it from a Secret, and write the URL without it'),
    ),
};

interface FoundUrl {
  readonly authority: string;
  readonly query: string;
}

const urlsIn = (text: string): FoundUrl[] =>
  [...text.matchAll(/\b[a-z][a-z0-9+.-]{1,20}:\/\/([^\s/?#"'`<>\\]*)([^\s"'`<>\\]*)/gi)].map(
    ([, authority = '', tail = '']) => ({ authority, query: tail.replace(/^[^?#]*/, '') }),
  );

function holdsSecret({ authority, query }: FoundUrl): boolean {
  const at = authority.lastIndexOf('@');
  const user = at < 0 ? '' : authority.slice(0, at);
  const password = user.includes(':') ? user.slice(user.indexOf(':') + 1) : '';
  return isLiteral(password) || (hasSecretQuery(query) && isLiteral(query.slice(query.lastIndexOf('=') + 1)));
}

/** Not `$(PASSWORD)`, `...`, `xxx` or `PASSWORD`, which stand for one. */
const isLiteral = (password: string): boolean =>
  password !== '' && !isReference(password) && !/^([.*xX]+|[A-Z_]{4,}|\[[^\]]*\])$/.test(password);
