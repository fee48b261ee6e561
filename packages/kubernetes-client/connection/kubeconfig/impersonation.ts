import type { Credentials } from '../connection.js';
import type { UserEntry } from './kubeconfig.js';
import { KubeconfigError } from './kubeconfig-error.js';

type Impersonated = Pick<UserEntry, 'as' | 'as-uid' | 'as-groups' | 'as-user-extra'>;

/**
 * The headers that make the server treat a request as another user's.
 *
 * Source: https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation
 * @throws KubeconfigError when it names groups, a UID or more of a user, but no user: the server would ignore them
 */
export function impersonationHeaders(user: Impersonated, context: string): Credentials['headers'] {
  const { as, 'as-uid': uid, 'as-groups': groups, 'as-user-extra': extra } = user;
  const details = [uid, ...(groups ?? []), ...Object.keys(extra ?? {})].filter(Boolean);
  if (!as) {
    if (details.length === 0) return {};
    throw new KubeconfigError(`Cannot use context ${context}: as-uid, as-groups and as-user-extra need a user in as`);
  }
  const extras = Object.entries(extra ?? {}).map(
    ([key, values]) => [`impersonate-extra-${escaped(key)}`, values] as const,
  );
  return {
    'impersonate-user': as,
    ...(uid ? { 'impersonate-uid': uid } : {}),
    ...(groups?.length ? { 'impersonate-group': groups } : {}),
    ...Object.fromEntries(extras),
  };
}

/** Keys are in the name of a header, so all but its letters is percent-encoded. The server reads them in lower case. */
const escaped = (key: string): string =>
  [...Buffer.from(key)]
    .map((byte) => [byte, String.fromCharCode(byte)] as const)
    .map(([byte, letter]) =>
      /[!#$&'*+.^_`|~0-9A-Za-z-]/.test(letter) ? letter : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('');
