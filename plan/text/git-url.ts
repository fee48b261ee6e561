import { visibleTextProblem } from './visible-text-rule.js';

const credentials = 'a URL must not contain credentials; put them into a Secret and name it in secretRef';
const httpSecret = 'a URL must not contain secrets; put them into a header whose value is in a Secret';
const forms = 'start the URL with https://, http://, ssh://, git:// or file:///, or give user@host:path';

/**
 * Why git, or we, do not clone a URL; undefined when it can be tried.
 *
 * Source: https://git-scm.com/docs/git-clone#_git_urls
 */
export function gitUrlProblem(url: string): string | undefined {
  const unseen = visibleTextProblem(url);
  if (unseen) return unseen;
  if (url.includes(' ')) return 'must not hold a blank; write it as %20';
  const [, scheme, rest = ''] = /^([^:/@]*):\/\/(.*)$/s.exec(url) ?? [];
  if (scheme === undefined) return scpProblem(url);
  if (scheme === 'file') return fileProblem(rest);
  return ['https', 'http', 'ssh', 'git'].includes(scheme) ? hostedProblem(scheme, rest) : forms;
}

/** Why github.com has no repository of a name: it takes `.git` for the end of a URL, not of a name. */
export const repositoryNameProblem = (name: string): string | undefined =>
  visibleTextProblem(name) ?? (/\.git$/i.test(name) ? "must not end in '.git'; give the name alone" : undefined);

const fileProblem = (rest: string): string | undefined =>
  /^\/+[^/]/.test(rest) ? undefined : 'a file URL needs an absolute path, as in file:///srv/repo.git';

/** `user@host:path`, which ssh is asked for. */
function scpProblem(url: string): string | undefined {
  if (/^[^/@]*:[^/@]*@/.test(url) || hasSecretQuery(url)) return credentials;
  const [, user = '', host = '', path = ''] = /^([^:/@]*)@(\[[^\]]*\]|[^:/@]*):(.*)$/s.exec(url) ?? [];
  if (user === '') return forms;
  return userProblem(user) ?? hostProblem(host) ?? scpPathProblem(path);
}

function scpPathProblem(path: string): string | undefined {
  if (path.startsWith('-')) return "the path must not begin with '-'";
  return /[^/]/.test(path) ? undefined : 'must name a repository behind the host';
}

function hostedProblem(scheme: string, rest: string): string | undefined {
  const [authority = '', tail = ''] = [/^[^/?#]*/.exec(rest)?.[0] ?? '', rest.replace(/^[^/?#]*/, '')];
  const at = authority.lastIndexOf('@');
  const user = at < 0 ? undefined : authority.slice(0, at);
  return (
    credentialProblem(scheme, user, tail) ??
    (user === undefined ? undefined : userProblem(user)) ??
    authorityProblem(authority.slice(at + 1)) ??
    tailProblem(scheme, tail)
  );
}

/** Hosts take tokens in the query as well, under names such as these. */
const secretName =
  /[?&;#]([^=&;]*(token|secret|passw|api_?key|credential|signature|auth(?!or(?!iz)))[^=&;]*|sig|pass|pwd|jwt)=/i;

/** Whether the query or the fragment of a URL holds a token or a password, as its name says. */
export const hasSecretQuery = (query: string): boolean => secretName.test(query);

/** Why a URL that is fetched over HTTPS must not be stored; undefined when it may be. */
export function httpUrlProblem(url: string): string | undefined {
  return visibleTextProblem(url) ?? (hasSecretQuery(url) ? httpSecret : undefined);
}

/** Why the sources of an image cannot be cloned; its credentials and schemes are the CRD's to refuse. */
export function buildUrlProblem(url: string): string | undefined {
  return /^(https?|git|file):\/\/[^@?#]*$/.test(url) ? gitUrlProblem(url) : visibleTextProblem(url);
}

function credentialProblem(scheme: string, user: string | undefined, tail: string): string | undefined {
  const isLogin = user !== undefined && (scheme !== 'ssh' || user.includes(':'));
  return isLogin || hasSecretQuery(tail) ? credentials : undefined;
}

const userProblem = (user: string): string | undefined =>
  /^[A-Za-z0-9_][A-Za-z0-9._+-]*$/.test(user) ? undefined : 'the user must be a login name, such as git';

function authorityProblem(authority: string): string | undefined {
  const [, host = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/s.exec(authority) ?? [];
  return hostProblem(host) ?? portProblem(port);
}

const hostProblem = (host: string): string | undefined =>
  /^([\p{L}\p{N}_]([\p{L}\p{N}._-]*[\p{L}\p{N}._])?|\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%25[\w.-]+)?\])$/u.test(host)
    ? undefined
    : 'must name a host, such as github.com or [2001:db8::1]';

function portProblem(port: string | undefined): string | undefined {
  if (port === undefined) return undefined;
  const isPort = /^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65535;
  return isPort ? undefined : 'the port must be a number from 1 to 65535';
}

function tailProblem(scheme: string, tail: string): string | undefined {
  if (!/^\/+[^/?#]/.test(tail)) return 'must name a repository behind the host';
  if (scheme === 'ssh' || !/[?#]/.test(tail)) return undefined;
  return "must not hold '?' or '#', which git does not send; the branch goes into branch";
}
