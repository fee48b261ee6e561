import type { GitToken } from '../../api/generated/kinds.js';
import { canonical } from './token-rule.js';

/** Scheme, host and port of an HTTP URL as they are spelt, without a default port. */
export function originOf(url: string): string {
  const [, scheme = '', host = ''] = /^(https?):\/\/([^/]*)/i.exec(url) ?? [];
  const port = scheme.toLowerCase() === 'https' ? /:443$/ : /:80$/;
  return `${scheme.toLowerCase()}://${host.replace(port, '')}`;
}

/** What git asks a credential helper for: the origin and the decoded path, without `.git`. */
export const placeOf = (url: string): string =>
  `${originOf(url)}/${decoded(url.replace(/^https?:\/\/[^/]*\/*/i, ''))
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')}`;

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Where the API of a repository's host is. */
export function apiUrlOf({ apiUrl, githubApp, gitlab }: GitToken, url: string): string {
  if (apiUrl !== undefined) return apiUrl.replace(/\/+$/, '');
  const origin = originOf(url);
  if (gitlab) return `${origin}/api/v4`;
  if (!githubApp) return `${origin}/api/v1`;
  const [host = ''] = canonical(url).split('/');
  if (host === 'github.com') return 'https://api.github.com';
  // GitHub Enterprise Cloud with data residency.
  return host.endsWith('.ghe.com') ? `https://api.${host}` : `${origin}/api/v3`;
}

/** What the host calls the repository. A host below a path, such as /gitlab, has that path before its API, too. */
export function pathOnHost(rule: GitToken, url: string): string {
  const [host = '', ...segments] = canonical(url).split('/');
  const [apiHost, ...base] = canonical(apiUrlOf(rule, url).replace(/\/api\/v\d$/, '')).split('/');
  const isBelow = host === apiHost && base.every((segment, i) => segment === segments[i]);
  return segments.slice(isBelow ? base.length : 0).join('/');
}
