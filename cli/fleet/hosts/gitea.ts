import type { ApiClient } from '../api/api-client.js';
import { checkedAnswer, commitId, flag, objectOf, texts } from './checked-answer.js';
import { encodedPath, type FoundRepository, type GitHost } from './git-host.js';
import { type ListedRepository, listedFields, listedRepository } from './listed-repository.js';

interface GiteaRepository extends ListedRepository {
  readonly empty?: boolean | null;
}

const repositories = {
  type: 'array',
  items: objectOf({ ...listedFields, empty: flag }, 'full_name', 'clone_url'),
};

/** Gitea, and Forgejo, which has the same API. Source: https://docs.gitea.com/api */
export function gitea(api: ApiClient, org: string): GitHost {
  return {
    list: async () => {
      const path = `/orgs/${encodedPath(org)}/repos`;
      const found = await api.list(path, { limit: '50', page: '1' });
      return checkedAnswer<GiteaRepository[]>(repositories, found, `${api.origin}${path}`).map(repositoryOf);
    },
    isEmpty: async ({ empty }) => empty === true,
    language: async ({ language }) => language,
    // Older servers leave the topics out of the list.
    topics: async ({ api: path, topics }) => {
      if (topics) return topics;
      const { body } = await api.get(`${path}/topics`);
      return (
        checkedAnswer<{ topics?: string[] | null }>(objectOf({ topics: texts }), body, `${api.origin}${path}`).topics ??
        []
      );
    },
    hasPath: async ({ api: path, branch = '' }, file) => {
      const search = new URLSearchParams({ ref: branch });
      return (await api.get(`${path}/contents/${encodedPath(file)}`, search, [404])).status === 200;
    },
    commit: async ({ api: path, branch = '' }) => {
      const asked = `${path}/branches/${encodedPath(branch)}`;
      const { status, body } = await api.get(asked, undefined, [404]);
      if (status !== 200) return undefined;
      const schema = objectOf({ commit: objectOf({ id: commitId }, 'id') }, 'commit');
      return checkedAnswer<{ commit: { id: string } }>(schema, body, `${api.origin}${asked}`).commit.id;
    },
  };
}

const repositoryOf = (one: GiteaRepository): FoundRepository => listedRepository(one, one.empty === true);
