import type { ApiClient } from '../api/api-client.js';
import { checkedAnswer, commitId, filledText, flag, maybeText, objectOf, texts } from './checked-answer.js';
import { encodedPath, type FoundRepository, type GitHost } from './git-host.js';

interface GitlabProject {
  readonly id: number;
  readonly http_url_to_repo: string;
  readonly default_branch?: string | null;
  readonly archived?: boolean | null;
  readonly forked_from_project?: object | null;
  readonly empty_repo?: boolean | null;
  readonly visibility?: string | null;
  readonly topics?: readonly string[] | null;
}

const projects = {
  type: 'array',
  items: objectOf(
    {
      id: { type: 'integer' },
      http_url_to_repo: filledText,
      default_branch: maybeText,
      archived: flag,
      empty_repo: flag,
      visibility: maybeText,
      topics: texts,
    },
    'id',
    'http_url_to_repo',
  ),
};

/** Projects of a group and of the groups in it. Source: https://docs.gitlab.com/api/rest */
export function gitlab(api: ApiClient, group: string): GitHost {
  const exists = async (path: string, query: Record<string, string>) =>
    (await api.get(path, new URLSearchParams(query), [404])).status === 200;
  return {
    list: async () => {
      const path = `/groups/${encodeURIComponent(group)}/projects`;
      const query = { include_subgroups: 'true', with_shared: 'false', order_by: 'id', sort: 'asc', per_page: '100' };
      const found = await api.list(path, query);
      return checkedAnswer<GitlabProject[]>(projects, found, `${api.origin}${path}`).map(repositoryOf);
    },
    isEmpty: async ({ empty }) => empty === true,
    language: async ({ api: path }) => {
      const { body } = await api.get(`${path}/languages`);
      const schema = { type: 'object', additionalProperties: { type: 'number' } };
      return largest(checkedAnswer<Record<string, number>>(schema, body, `${api.origin}${path}/languages`));
    },
    topics: async ({ topics = [] }) => topics,
    hasPath: async ({ api: path, branch = '' }, file) =>
      (await exists(`${path}/repository/files/${encodeURIComponent(file)}`, { ref: branch })) ||
      (await hasFolder(api, path, branch, file)),
    commit: async ({ api: path, branch = '' }) => {
      const asked = `${path}/repository/branches/${encodeURIComponent(branch)}`;
      const { status, body } = await api.get(asked, undefined, [404]);
      if (status !== 200) return undefined;
      const schema = objectOf({ commit: objectOf({ id: commitId }, 'id') }, 'commit');
      return checkedAnswer<{ commit: { id: string } }>(schema, body, `${api.origin}${asked}`).commit.id;
    },
  };
}

/** Older servers answer with an empty list for a folder that does not exist. */
async function hasFolder(api: ApiClient, path: string, ref: string, folder: string): Promise<boolean> {
  const search = new URLSearchParams({ ref, path: folder, per_page: '1' });
  const { status, body } = await api.get(`${path}/repository/tree`, search, [404]);
  return status === 200 && Array.isArray(body) && body.length > 0;
}

/** Of equal shares the first by name, so that the answer does not depend on the order of the server. */
const largest = (shares: Readonly<Record<string, number>>): string | undefined =>
  Object.entries(shares).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0];

function repositoryOf(one: GitlabProject): FoundRepository {
  const { default_branch, topics } = one;
  return {
    api: `/projects/${encodedPath(String(one.id))}`,
    url: one.http_url_to_repo,
    ...(default_branch ? { branch: default_branch } : {}),
    ...(topics ? { topics } : {}),
    archived: one.archived === true,
    fork: typeof one.forked_from_project === 'object' && one.forked_from_project !== null,
    private: typeof one.visibility === 'string' && one.visibility !== 'public',
    empty: one.empty_repo === true || !default_branch,
  };
}
