import type { ApiClient } from '../api/api-client.js';
import { checkedAnswer, commitId, filledText, flag, maybeText, objectOf, text, texts } from './checked-answer.js';
import { encodedPath, type FoundRepository, type GitHost } from './git-host.js';

interface GithubRepository {
  readonly full_name: string;
  readonly clone_url: string;
  readonly default_branch?: string | null;
  readonly archived?: boolean | null;
  readonly fork?: boolean | null;
  readonly private?: boolean | null;
  readonly language?: string | null;
  readonly topics?: readonly string[] | null;
  /** Kilobytes; 0 for an empty repository, and for a tiny one. */
  readonly size?: number | null;
}

const repositories = {
  type: 'array',
  items: objectOf(
    {
      full_name: { type: 'string', pattern: '^[^/]+/[^/]+$' },
      clone_url: filledText,
      default_branch: maybeText,
      archived: flag,
      fork: flag,
      private: flag,
      language: maybeText,
      topics: texts,
      size: { type: 'integer', nullable: true },
    },
    'full_name',
    'clone_url',
  ),
};

/** Source: https://docs.github.com/rest */
export function github(api: ApiClient, owner: { readonly org: string } | { readonly user: string }): GitHost {
  return {
    list: async () => {
      const { path, query } = 'org' in owner ? ofOrg(owner.org) : await ofUser(api, owner.user);
      const found = await api.list(path, { ...query, per_page: '100', sort: 'full_name' });
      return checkedAnswer<GithubRepository[]>(repositories, found, `${api.origin}${path}`).map(repositoryOf);
    },
    isEmpty: async ({ api: path }) => {
      const { status } = await api.get(`${path}/commits`, new URLSearchParams({ per_page: '1' }), [409]);
      return status === 409;
    },
    language: async ({ language }) => language,
    topics: async ({ topics = [] }) => topics,
    hasPath: async ({ api: path, branch = '' }, file) => {
      const search = new URLSearchParams({ ref: branch });
      return (await api.get(`${path}/contents/${encodedPath(file)}`, search, [404])).status === 200;
    },
    commit: async ({ api: path, branch = '' }) => {
      const asked = `${path}/git/ref/heads/${encodedPath(branch)}`;
      const { status, body } = await api.get(asked, undefined, [404, 409]);
      if (status !== 200) return undefined;
      const schema = objectOf({ object: objectOf({ sha: commitId }, 'sha') }, 'object');
      return checkedAnswer<{ object: { sha: string } }>(schema, body, `${api.origin}${asked}`).object.sha;
    },
  };
}

const ofOrg = (org: string) => ({ path: `/orgs/${encodedPath(org)}/repos`, query: { type: 'all' } });

/** A user's own token also lists the private repositories, by another path. */
async function ofUser(api: ApiClient, user: string): Promise<{ path: string; query: Record<string, string> }> {
  const { status, body } = api.options.token ? await api.get('/user', undefined, [403, 404]) : { status: 404 };
  const login =
    status === 200
      ? checkedAnswer<{ login: string }>(objectOf({ login: text }, 'login'), body, `${api.origin}/user`).login
      : '';
  return login.toLowerCase() === user.toLowerCase()
    ? { path: '/user/repos', query: { affiliation: 'owner' } }
    : { path: `/users/${encodedPath(user)}/repos`, query: { type: 'owner' } };
}

function repositoryOf(one: GithubRepository): FoundRepository {
  const { default_branch, language, topics } = one;
  return {
    api: `/repos/${encodedPath(one.full_name)}`,
    url: one.clone_url,
    ...(default_branch ? { branch: default_branch } : {}),
    ...(language ? { language } : {}),
    ...(topics ? { topics } : {}),
    archived: one.archived === true,
    fork: one.fork === true,
    private: one.private === true,
    empty: default_branch ? (one.size === 0 ? undefined : false) : true,
  };
}
