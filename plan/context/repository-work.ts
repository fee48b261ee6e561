import type { RepositoryContext } from '../../api/generated/kinds.js';
import { counted } from '../task-key/counted.js';
import { repositoryFields } from '../task-key/counted-fields.js';
import { repositoryUrl } from './repository.js';
import { canonicalRepository } from './same-repository.js';

/** What of a repository changes the agent's work: not how its URL is written, nor how it is cloned. */
export function repositoryWork(repository: RepositoryContext): object {
  const { url: _, org: __, repo: ___, path = '', depth = 1, ...rest } = counted(repositoryFields, repository);
  const url = canonicalRepository(repositoryUrl(repository));
  const isUsual = url.toLowerCase().endsWith(`/${path.toLowerCase()}`) && !path.includes('/');
  return { ...rest, url, depth, path: isUsual ? '' : path };
}
