/** Hosts that take the paths of repositories in any case. */
const caseless: ReadonlySet<string> = new Set(['github.com', 'gitlab.com', 'bitbucket.org']);

/** Other names of a host for the same repositories. */
const aliases: Readonly<Record<string, string>> = { 'www.github.com': 'github.com', 'ssh.github.com': 'github.com' };

const defaultPorts: Readonly<Record<string, string>> = { http: '80', https: '443', git: '9418' };

/**
 * One spelling for all ways to write the URL of one repository: scheme, user, letter case of the host, default port,
 * slashes at the end and `.git` do not tell repositories apart. Only for comparing; nothing can be cloned from it.
 */
export function canonicalRepository(url: string): string {
  const { scheme = '', host = '', port = '', path = '' } = partsOf(url.trim());
  if (scheme === 'file') return `file:${canonicalPath(path)}`;
  const name = host.toLowerCase().replace(/\.$/, '');
  const server = aliases[name] ?? name;
  // The port of an SSH server says nothing about the repositories that HTTPS serves.
  const place = port === '' || scheme === 'ssh' || port === defaultPorts[scheme] ? server : `${server}:${port}`;
  const canonical = canonicalPath(path);
  return `${place}${caseless.has(server) ? canonical.toLowerCase() : canonical}`;
}

/** Scheme, host, port and path. */
const withScheme = /^([a-z][a-z0-9+.-]*):\/\/(?:[^/@]*@)?(\[[^\]]*\]|[^/:]*)(?::(\d*))?(.*)$/i;
/** `git@host:org/repo`. */
const scpLike = /^(?:[^/@]*@)?(?<host>[^/:]+):(?<path>.*)$/;

function partsOf(url: string): Partial<Record<'scheme' | 'host' | 'port' | 'path', string>> {
  const [, scheme, host, port = '', path] = withScheme.exec(url) ?? [];
  if (scheme !== undefined && host !== undefined && path !== undefined)
    return { scheme: scheme.toLowerCase().replace(/^git\+/, ''), host, port, path };
  return { ...(scpLike.exec(url)?.groups ?? { path: url }), scheme: 'ssh' };
}

/** What most paths are: nothing in them has a second spelling. */
const usualPath = /^(?:\/[\w-][\w.-]*)+$/;

function canonicalPath(path: string): string {
  if (usualPath.test(path)) return path.replace(/\.git$/i, '');
  const segments: string[] = [];
  for (const segment of decoded(path).split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return `/${segments.join('/')}`.replace(/\.git$/i, '');
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
