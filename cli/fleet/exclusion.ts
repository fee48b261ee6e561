import { gitRefProblem } from '../../plan/text/git-ref.js';
import { gitUrlProblem } from '../../plan/text/git-url.js';
import type { Wanted } from './fleet-options.js';
import type { FoundRepository, GitHost } from './hosts/git-host.js';

/**
 * Why a repository is not part of the fleet; undefined if it is. What the list says is checked before what needs
 * another request.
 */
export async function exclusion(one: FoundRepository, wanted: Wanted, host: GitHost): Promise<string | undefined> {
  return unusable(one) ?? unwanted(one, wanted) ?? (await unwantedByContent(one, wanted, host));
}

/** A host may be anyone's: what it lists is cloned over http or https, and only if git could. */
function unusable({ url, branch, empty }: FoundRepository): string | undefined {
  if (!/^https?:\/\//.test(url)) return 'its URL is not one of http or https';
  const urlProblem = gitUrlProblem(url);
  if (urlProblem !== undefined) return `its URL cannot be cloned: ${urlProblem}`;
  if (empty === true) return 'empty';
  const branchProblem = branch === undefined ? undefined : gitRefProblem(branch);
  return branchProblem && `its branch cannot be cloned: ${branchProblem}`;
}

function unwanted({ archived, fork }: FoundRepository, { excludeArchived, excludeForks }: Wanted): string | undefined {
  if (excludeArchived && archived) return 'archived';
  return excludeForks && fork ? 'fork' : undefined;
}

async function unwantedByContent(one: FoundRepository, wanted: Wanted, host: GitHost): Promise<string | undefined> {
  return (
    (one.empty === undefined && (await host.isEmpty(one)) ? 'empty' : undefined) ??
    (await missingTopic(one, wanted, host)) ??
    (await otherLanguage(one, wanted, host)) ??
    (await missingPath(one, wanted, host))
  );
}

async function missingTopic(one: FoundRepository, { topic = [] }: Wanted, host: GitHost): Promise<string | undefined> {
  const topics = topic.length > 0 ? await host.topics(one) : [];
  const missing = topic.find((name) => !topics.includes(name));
  return missing === undefined ? undefined : `has no topic ${missing}`;
}

async function otherLanguage(
  one: FoundRepository,
  { language = [] }: Wanted,
  host: GitHost,
): Promise<string | undefined> {
  if (language.length === 0) return undefined;
  const found = await host.language(one);
  if (found === undefined) return 'has no known language';
  return language.some((name) => name.toLowerCase() === found.toLowerCase()) ? undefined : `language is ${found}`;
}

async function missingPath(one: FoundRepository, { path = [] }: Wanted, host: GitHost): Promise<string | undefined> {
  for (const file of path) if (!(await host.hasPath(one, file))) return `has no ${file}`;
  return undefined;
}
