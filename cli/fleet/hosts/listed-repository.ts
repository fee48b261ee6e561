import { filledText, flag, maybeText, texts } from './checked-answer.js';
import { encodedPath, type FoundRepository } from './git-host.js';

/** What GitHub's list of repositories and those of servers with its fields have in common. */
export interface ListedRepository {
  readonly full_name: string;
  readonly clone_url: string;
  readonly default_branch?: string | null;
  readonly archived?: boolean | null;
  readonly fork?: boolean | null;
  readonly private?: boolean | null;
  readonly language?: string | null;
  readonly topics?: readonly string[] | null;
}

/** Their schemas. */
export const listedFields = {
  full_name: { type: 'string', pattern: '^[^/]+/[^/]+$' },
  clone_url: filledText,
  default_branch: maybeText,
  archived: flag,
  fork: flag,
  private: flag,
  language: maybeText,
  topics: texts,
};

/** The repository as fleets know it. @param empty whether it has no commit, if the list says so */
export function listedRepository(one: ListedRepository, empty: boolean | undefined): FoundRepository {
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
    empty: default_branch ? empty : true,
  };
}
