import { UserError } from '../errors/user-error.js';
import { type Git, lineOf } from './git.js';

/** A commit to compare with. */
export interface BaseRevision {
  readonly commit: string;
  /** Whether it is where the branch of HEAD began, and not the tip of the revision. */
  readonly isMergeBase: boolean;
}

/**
 * The commit where the checked out branch left the revision: what others have merged since then is no change of this branch. The
 * revision itself if a shallow clone does not have that commit.
 *
 * @throws UserError for a revision that is not there
 */
export function baseRevision(git: Git, revision: string): BaseRevision {
  const tip = lineOf(git.try(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]));
  if (!tip) throw missing(git, revision);
  const mergeBase = lineOf(git.try(['merge-base', 'HEAD', tip]));
  return mergeBase ? { commit: mergeBase, isMergeBase: true } : { commit: tip, isMergeBase: false };
}

function missing(git: Git, revision: string): UserError {
  const isShallow = lineOf(git.try(['rev-parse', '--is-shallow-repository'])) === 'true';
  const why = isShallow ? 'the clone is shallow and does not have it' : 'the repository does not have it';
  return new UserError(`Cannot compare with ${JSON.stringify(revision)}: ${why}`, [hintFor(git, revision)]);
}

function hintFor(git: Git, revision: string): string {
  if (!/^\w[\w./-]*$/.test(revision)) return 'name a branch, a tag or a commit';
  const remotes = (lineOf(git.try(['remote'])) ?? '').split('\n').filter(Boolean);
  const remote = [...remotes, 'origin'].find((name) => revision.startsWith(`${name}/`));
  if (remote !== undefined) return `fetch it: ${fetchOf(git, remote, revision.slice(remote.length + 1))}`;
  const [first = 'origin'] = remotes;
  return `fetch it: ${fetchOf(git, first, revision)}, then --base ${first}/${revision}`;
}

/** A clone of a single branch names no other branch unless the command does. */
function fetchOf(git: Git, remote: string, branch: string): string {
  const refspecs = lineOf(git.try(['config', '--get-all', `remote.${remote}.fetch`])) ?? '';
  const keepsAll = refspecs === '' || refspecs.includes('refs/heads/*');
  return `git fetch ${remote} ${keepsAll ? branch : `${branch}:refs/remotes/${remote}/${branch}`}`;
}
