import type { PlannedRepository } from '../context/repository.js';
import { threeAttempts, threeAttemptsWithToken } from '../git/attempts.js';
import { bringLfs, bringSubmodules, noteLfs, noteSubmodules } from '../git/contents.js';
import { fetchRevision } from '../git/fetch.js';
import { beginGit, privateFolder } from '../git/shell.js';
import { offerKey } from '../git/ssh.js';
import { offerToken } from '../git/token.js';

type Repository = Pick<PlannedRepository, 'url' | 'revision' | 'submodules' | 'lfs' | 'secretName' | 'token'>;

/**
 * Clones $GIT_URL into $GIT_TARGET: at $GIT_REVISION, else at the tip of $GIT_BRANCH or of the default branch. Made of what the
 * repository needs, so that it is short. A Secret in $GIT_SECRET_DIR reaches git through a credential helper or as an SSH
 * key, never on a command line.
 */
export function cloneScript({ url, revision, submodules, lfs, secretName, token }: Repository): string {
  const needs: Needs = {
    isSsh: isSshUrl(url),
    hasRevision: revision !== undefined,
    hasSubmodules: submodules !== undefined,
    lfs,
    hasSecret: secretName !== undefined,
    hasToken: token !== undefined,
  };
  const name = JSON.stringify(needs);
  const known = scripts.get(name) ?? scriptFor(needs);
  scripts.set(name, known);
  return known;
}

/** What decides the script: thousands of tasks have the same few. */
interface Needs {
  readonly isSsh: boolean;
  readonly hasRevision: boolean;
  readonly hasSubmodules: boolean;
  readonly lfs: boolean;
  readonly hasSecret: boolean;
  /** A short-lived one, which is for this repository alone. */
  readonly hasToken: boolean;
}

const scripts = new Map<string, string>();

function scriptFor(needs: Needs): string {
  const { isSsh, hasRevision, hasSubmodules, lfs, hasSecret, hasToken } = needs;
  const withToken = hasSecret && !isSsh;
  const withSsh = isSsh || hasSubmodules;
  return [
    begin,
    hasSecret ? findSecret(isSsh) : '',
    hasToken ? `${findToken}${offerToken}` : '',
    withToken ? `if [ -n "\${GIT_TOKEN_FILE:-}" ]; then\n${offerToken}fi\n` : '',
    withSsh ? offerKey : '',
    hasRevision ? `${fetchRevision}fetch() { fetch_revision "$GIT_TARGET"; }\n` : fetchBranch,
    hasSubmodules ? bringSubmodules : noteSubmodules,
    lfs ? bringLfs : noteLfs,
    tryOnce([hasSubmodules ? 'bring_submodules' : '', lfs ? 'bring_lfs' : '']),
    hasToken ? threeAttemptsWithToken : threeAttempts,
    tell([hasSubmodules ? '' : 'note_submodules', lfs ? '' : 'note_lfs']),
  ].join('');
}

/** Of submodules only the clone learns where they are. */
export const usesSsh = ({ url, submodules }: Pick<Repository, 'url' | 'submodules'>): boolean =>
  isSshUrl(url) || submodules !== undefined;

/** `git@host:path`, too. */
const isSshUrl = (url: string): boolean => !/^(https?|git|file):/i.test(url);

const begin = `set -eu
fail() {
  printf '%.1000s' "$1" > "$KUBETASK_MESSAGE"
  printf '%s\\n' "$1" >&2
  exit 1
}
secret_field=secretRef
what="cannot clone $GIT_URL at \${GIT_REVISION:-\${GIT_BRANCH:-the default branch}}"
command -v git > /dev/null || fail "$what: the image has no git; name one that has it in initImage"
depth=\${GIT_DEPTH#0}
${beginGit}${privateFolder}`;

/** Which keys the Secret has. A URL over HTTP wants a token or a password, one over SSH a key. */
const findSecret = (
  isSsh: boolean,
): string => `if [ -f "$GIT_SECRET_DIR/token" ]; then GIT_TOKEN_FILE=$GIT_SECRET_DIR/token
elif [ -f "$GIT_SECRET_DIR/password" ]; then GIT_TOKEN_FILE=$GIT_SECRET_DIR/password; fi
if [ -f "$GIT_SECRET_DIR/ssh-privatekey" ]; then GIT_KEY_FILE=$GIT_SECRET_DIR/ssh-privatekey; fi
GIT_USER_FILE=$GIT_SECRET_DIR/username GIT_TOKEN_USER=x-access-token GIT_TOKEN_URL=$GIT_URL
export GIT_USER_FILE
${isSsh ? needsKey : needsToken}if [ -n "\${GIT_SUBMODULES:-}" ]; then export GIT_TOKEN_SCOPE=host; fi
`;

const findToken = `GIT_TOKEN_FILE=$GIT_SECRET_DIR/token GIT_USER_FILE=$GIT_SECRET_DIR/username GIT_TOKEN_USER=x-access-token GIT_TOKEN_URL=$GIT_URL
export GIT_USER_FILE
`;

const needsKey = `[ -n "\${GIT_KEY_FILE:-}" ] || fail "$what: the Secret has no key ssh-privatekey, which a clone over SSH needs"
`;
const needsToken = `case "$GIT_URL" in
  http*) [ -n "\${GIT_TOKEN_FILE:-}" ] || fail "$what: the Secret has none of the keys token and password, one of which a clone over HTTP needs" ;;
esac
`;

const fetchBranch = `fetch() {
  bounded git clone --quiet \${GIT_BRANCH:+"--branch=$GIT_BRANCH"} \${depth:+"--depth=$depth"} -- "$GIT_URL" "$GIT_TARGET"
}
`;

const tryOnce = (more: readonly string[]): string =>
  `try() { rm -rf "$GIT_TARGET" && fetch${more.map((name) => (name ? ` && ${name} "$GIT_TARGET"` : '')).join('')}; }\n`;

/** What a person should know of a clone that has succeeded. */
const tell = (notes: readonly string[]): string =>
  notes
    .filter(Boolean)
    .map((name) => `${name} "$GIT_TARGET" | tee -a "$KUBETASK_MESSAGE"\n`)
    .join('');
