import type { RepositoryContext } from '../../api/generated/kinds.js';
import type { LocatedContext } from '../context/context-type.js';
import { isOwnContext } from '../context/listed-task.js';

/** As the CRD limits `status.tasks[].name`. */
const MAX_LENGTH = 100;

/**
 * What people call a task: its first repository, one of its own before one that all tasks have, else `task-<index>`.
 * Never holds credentials of a URL. At most 100 characters, not unique.
 */
export const taskDisplayName = (contexts: readonly LocatedContext[], index: number): string =>
  repositoryNameOf(contexts) ?? `task-${index}`;

/** The name of a task's first repository; undefined without one. */
export function repositoryNameOf(contexts: readonly LocatedContext[]): string | undefined {
  const repositories = contexts.filter(({ context }) => context.type === 'Repository' && context.repository);
  const own = repositories.find(({ path }) => isOwnContext(path)) ?? repositories[0];
  return (own?.context.repository && repositoryName(own.context.repository)) || undefined;
}

/** `org/repo`, and in brackets the folder when that is called otherwise. */
function repositoryName({ org, repo, url, path }: RepositoryContext): string {
  const name = url === undefined ? `${org}/${repo}` : nameInUrl(url);
  const folder = path !== undefined && lastSegment(path) !== lastSegment(name) ? ` (${path})` : '';
  return fitted(`${name}${folder}`);
}

/** The last two segments of the path on its server, which are owner and repository; on this machine the last one. */
function nameInUrl(url: string): string {
  const path = url.replace(/[?#].*$/, '').replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*|^[^/]*:/i, '');
  const segments = path.split('/').filter((segment) => segment !== '');
  return segments
    .slice(/^file:/i.test(url) ? -1 : -2)
    .join('/')
    .replace(/\.git$/, '');
}

const lastSegment = (path: string): string => path.split('/').filter(Boolean).at(-1) ?? '';

/** Cut at the front, since the end tells repositories apart. */
function fitted(name: string): string {
  const characters = [...name.replace(/[\p{C}\p{Z}]+/gu, ' ').trim()];
  return characters.length <= MAX_LENGTH ? characters.join('') : `…${characters.slice(1 - MAX_LENGTH).join('')}`;
}
