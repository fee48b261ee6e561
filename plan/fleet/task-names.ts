import { contentHash } from '../../packages/kubernetes-conventions/content-hash.js';
import { canonicalRepository } from '../context/same-repository.js';

/** As the CRD limits the names of tasks. */
const mostCharacters = 63;
const hashDigits = 8;

/**
 * A name for the task of each repository, unique among them: `myorg-service-a`. Repositories that would have the same name,
 * and those with a longer one, have a hash of their URL at its end.
 *
 * @param urls each of another repository
 * @returns by URL
 */
export function repositoryTaskNames(urls: readonly string[]): ReadonlyMap<string, string> {
  const plain = new Map(urls.map((url) => [url, plainName(url)]));
  const counts = new Map<string, number>();
  for (const name of plain.values()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return new Map(
    [...plain].map(([url, name]) => {
      const isUnique = counts.get(name) === 1 && name !== '' && name.length <= mostCharacters;
      return [url, isUnique ? name : withHash(name, url)];
    }),
  );
}

/** The last two segments of the path, which are owner and repository. */
function plainName(url: string): string {
  const path = canonicalRepository(url).replace(/^[^/]*/, '');
  const words = path.split('/').slice(-2).join('-').toLowerCase();
  return words.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
}

function withHash(name: string, url: string): string {
  const hash = contentHash(canonicalRepository(url), hashDigits);
  const cut = name.slice(0, mostCharacters - hashDigits - 1).replace(/-+$/, '');
  return cut === '' ? `repository-${hash}` : `${cut}-${hash}`;
}
