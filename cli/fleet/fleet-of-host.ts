import { inParallel } from '../../packages/kubernetes-client/in-parallel.js';
import { canonicalRepository } from '../../plan/context/same-repository.js';
import { defaultHost } from '../../plan/fleet/default-host.js';
import type { ExcludedRepository, FleetFile, FleetRepository } from '../../plan/fleet/fleet.js';
import { repositoryHost } from '../../plan/fleet/task-names.js';
import { exclusion } from './exclusion.js';
import type { Wanted } from './fleet-options.js';
import type { FoundRepository, GitHost } from './hosts/git-host.js';

/** Requests to one host at a time. */
const parallelRequests = 6;

/**
 * The fleet of a host, by URL: equal for equal repositories, in whatever order the host lists them.
 *
 * @throws UserError
 */
export async function fleetOfHost(host: GitHost, wanted: Wanted & { readonly pin?: boolean }): Promise<FleetFile> {
  const found = byUrl(await host.list());
  const sorted = await inParallel(found, parallelRequests, (one) => sortedOut(one, wanted, host));
  return {
    ...shortNamesOn(found),
    repositories: sorted.flatMap(({ repository }) => repository ?? []),
    excluded: sorted.flatMap(({ excluded }) => excluded ?? []),
  };
}

/** The host of all repositories, unless it is the usual one. */
function shortNamesOn(found: readonly FoundRepository[]): Pick<FleetFile, 'host'> {
  const [host, ...others] = new Set(found.map(({ url }) => repositoryHost(url)));
  return host === undefined || host === '' || host === defaultHost || others.length > 0 ? {} : { host };
}

/** A repository that was created while its host was listed may be on two pages. */
function byUrl(found: readonly FoundRepository[]): FoundRepository[] {
  const unique = new Map(found.map((one) => [canonicalRepository(one.url), one]));
  return [...unique.values()].sort((a, b) => (a.url < b.url ? -1 : 1));
}

type SortedOut = { readonly repository?: FleetRepository; readonly excluded?: ExcludedRepository };

async function sortedOut(
  one: FoundRepository,
  wanted: Wanted & { readonly pin?: boolean },
  host: GitHost,
): Promise<SortedOut> {
  const reason = await exclusion(one, wanted, host);
  if (reason !== undefined) return { excluded: { url: withoutLogin(one.url), reason } };
  if (!wanted.pin) return { repository: written(one) };
  const commit = await host.commit(one);
  if (commit === undefined) return { excluded: { url: one.url, reason: `has no branch ${one.branch}` } };
  return { repository: written(one, commit) };
}

/** Only what is true or known, in one order, so that the file shows no more than it says. */
function written(one: FoundRepository, commit?: string): FleetRepository {
  const { url, branch, language } = one;
  const topics = (one.topics ?? []).filter((topic) => topic !== '');
  return {
    url,
    ...(branch === undefined ? {} : { branch }),
    ...(commit === undefined ? {} : { commit }),
    ...(language === undefined ? {} : { language }),
    ...(topics.length > 0 ? { topics: topics.sort() } : {}),
    ...(one.archived ? { archived: true } : {}),
    ...(one.fork ? { fork: true } : {}),
    ...(one.private ? { private: true } : {}),
  };
}

/** Of a URL that is not cloned, since it may hold credentials. */
const withoutLogin = (url: string): string =>
  url.replace(/\/\/[^/]*@/, '//').replace(/[?#].*$/s, '') || 'a URL without an address';
