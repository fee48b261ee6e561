import type { ApiClient } from '../api/api-client.js';
import { checkedAnswer, commitId, objectOf, text } from './checked-answer.js';
import { encodedPath, type FoundRepository, type GitHost } from './git-host.js';
import { type ListedRepository, listedFields, listedRepository } from './listed-repository.js';

interface GithubRepository extends ListedRepository {
  /** Kilobytes; 0 for an empty repository, and for a tiny one. */
  readonly size?: number | null;
}

const repositories = {
  type: 'array',
  items: objectOf({ ...listedFields, size: { type: 'integer', nullable: true } }, 'full_name', 'clone_url'),
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

const repositoryOf = (one: GithubRepository): FoundRepository =>
  listedRepository(one, one.size === 0 ? undefined : false);
