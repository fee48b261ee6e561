import { type Clock, systemClock } from '../../packages/work-queue/clock.js';
import { UserError } from '../errors/user-error.js';
import type { Session } from '../session.js';
import { ApiClient } from './api/api-client.js';
import type { ApiOptions } from './api/api-options.js';
import { tokenIn } from './api/token.js';
import type { FleetOptions } from './fleet-options.js';
import type { GitHost } from './hosts/git-host.js';
import { gitea } from './hosts/gitea.js';
import { github } from './hosts/github.js';
import { gitlab } from './hosts/gitlab.js';

/** What the hosts differ in before the first request. */
interface HostKind {
  readonly apiUrl: string;
  /** Of the token, the first wins. */
  readonly variables: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly authorization: (token: string) => string;
  readonly open: (api: ApiClient, owner: string) => GitHost;
}

const bearer = (token: string) => `Bearer ${token}`;
const githubApi = {
  apiUrl: 'https://api.github.com',
  // In the order of the program gh.
  variables: ['GH_TOKEN', 'GITHUB_TOKEN'],
  headers: { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' },
  authorization: bearer,
};

const kinds: Readonly<Record<'githubOrg' | 'githubUser' | 'gitlabGroup' | 'giteaOrg', HostKind>> = {
  githubOrg: { ...githubApi, open: (api, org) => github(api, { org }) },
  githubUser: { ...githubApi, open: (api, user) => github(api, { user }) },
  gitlabGroup: {
    apiUrl: 'https://gitlab.com/api/v4',
    variables: ['GITLAB_TOKEN'],
    authorization: bearer,
    open: gitlab,
  },
  giteaOrg: {
    apiUrl: 'https://gitea.com/api/v1',
    variables: ['GITEA_TOKEN'],
    authorization: (token) => `token ${token}`,
    open: gitea,
  },
};

const words = {
  githubOrg: '--github-org',
  githubUser: '--github-user',
  gitlabGroup: '--gitlab-group',
  giteaOrg: '--gitea-org',
} as const;
type Source = keyof typeof words;
const sources = Object.keys(words) as Source[];

/**
 * The host that the options name, with the token of the environment. Sends nothing.
 *
 * @throws UserError for options that do not name one
 */
export function openHost(
  options: FleetOptions,
  { env, err, interrupt }: Pick<Session, 'env' | 'err' | 'interrupt'>,
  clock: Clock = systemClock,
): GitHost {
  const [source, ...others] = sources.filter((name) => options[name] !== undefined);
  const all = Object.values(words).join(', ');
  if (source === undefined) throw new UserError(`Cannot list repositories: no owner is given; give one of ${all}`);
  if (others.length > 0) {
    const given = [source, ...others].map((name) => words[name]).join(' and ');
    throw new UserError(`Cannot list repositories of ${given} together; give one of them, and keep one file for each`);
  }
  const kind = kinds[source];
  const { variables, authorization, headers = {} } = kind;
  const token = tokenIn(env, variables);
  const base = baseUrl(options.apiUrl ?? kind.apiUrl, token?.variable);
  const client: ApiOptions = {
    ...{ base, token, variables, authorization, headers, clock, interrupt },
    timeoutSeconds: options.requestTimeout,
    maxWaitSeconds: options.wait,
    note: (line) => err.line(err.terminal.paint('dim', line)),
  };
  return kind.open(new ApiClient(client), ownerName(options[source] ?? '', words[source]));
}

/** A name that leads to no other path of the API. */
function ownerName(name: string, option: string): string {
  const parts = option === words.gitlabGroup ? name.split('/') : [name];
  const isName = parts.every((part) => /^[\p{L}\p{N}_.-]+$/u.test(part) && !/^\.+$/.test(part));
  if (isName) return name;
  throw new UserError(
    `Cannot use ${option} '${name}': it is not the name of an owner; give it as in the address of its page`,
  );
}

function baseUrl(text: string, tokenVariable: string | undefined): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const wanted = 'give the address of the API, such as https://git.example.com/api/v3';
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw new UserError(`Cannot use --api-url '${text}': ${wanted}`);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new UserError(`Cannot use --api-url: it has credentials, a query or a fragment; ${wanted}`);
  }
  if (tokenVariable !== undefined && url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new UserError(
      `Cannot use --api-url ${url.href}: the token in ${tokenVariable} would be sent unencrypted; use https`,
    );
  }
  return url;
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
