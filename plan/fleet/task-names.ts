import { contentHash } from '../../packages/kubernetes-conventions/content-hash.js';
import { canonicalRepository } from '../context/same-repository.js';
import { defaultHost } from './default-host.js';

/** As the CRD limits the names of tasks. */
const mostCharacters = 63;
const hashDigits = 8;

/**
 * A name for the task of each repository: `myorg-service-a`, and a hash of its URL at the end if another repository of any
 * fleet could have the same name: one on another host than `host`, in a group of a group, or with other characters. So a
 * repository that comes or goes renames no other. Only `a-b/c` and `a/b-c` have one name.
 *
 * @param urls each of another repository
 * @param host as `repositoryHost` gives it
 * @returns by URL
 */
export const repositoryTaskNames = (urls: readonly string[], host = defaultHost): ReadonlyMap<string, string> =>
  new Map(urls.map((url) => [url, taskName(canonicalRepository(url), host)]));

/** Host and port of a repository, in one spelling. */
export const repositoryHost = (url: string): string => canonicalRepository(url).replace(/\/.*$/s, '');

const word = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const endsAsHash = /-[0-9a-f]{8}$/;

function taskName(repository: string, home: string): string {
  const [host = '', ...path] = repository.split('/');
  const [owner = '', name = ''] = path.slice(-2);
  const plain = `${owner}-${name}`;
  const isPlain = path.length === 2 && word.test(owner) && word.test(name);
  const isShort = plain.length <= mostCharacters && !endsAsHash.test(plain);
  return host === home && isPlain && isShort ? plain : withHash(path.slice(-2), repository);
}

function withHash(words: readonly string[], repository: string): string {
  const slug = words
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  const cut = slug.slice(0, mostCharacters - hashDigits - 1).replace(/^-+|-+$/g, '');
  return `${cut || 'repository'}-${contentHash(repository, hashDigits)}`;
}
