import { threeAttempts } from '../git/attempts.js';
import { bringSubmodules } from '../git/contents.js';
import { fetchRevision } from '../git/fetch.js';
import { beginGit, privateFolder } from '../git/shell.js';
import { offerToken } from '../git/token.js';

/**
 * Clones $GIT_URL at $GIT_REVISION (branch, tag, commit, or nothing for the default branch) with its submodules into
 * $SOURCE_DIR, one commit deep where the server lets it. The token reaches git through a credential helper that answers
 * for $GIT_TOKEN_URL's host alone, and is never on a command line, in a URL or in a file of the clone. Without $DOCKERFILE in
 * the clone, or with one that a link leads out of it or that fills $KEPT_OUT, it fails, too, for here it can say why.
 */
export const pullScript = `#!/bin/sh
set -eu
fail() {
  printf '%.1000s' "$1" > "$RESULT_ERROR"
  printf '%s\\n' "$1" >&2
  exit 1
}

if printf '%s' "$GIT_URL" | grep -q '^[a-zA-Z]*://[^/]*@'; then
  fail "cannot pull: no credentials inside a URL; put the token into a Secret"
fi
secret_field="env, as GITHUB_TOKEN"
what="cannot pull $GIT_URL at \${GIT_REVISION:-the default branch}"
depth=1
GIT_SUBMODULES=recursive GIT_TOKEN_SCOPE=host
export GIT_TOKEN_SCOPE

${beginGit}${privateFolder}config safe.directory '*'
if [ -f "\${GIT_TOKEN_FILE:-}" ]; then
${offerToken}else
  GIT_TOKEN_FILE=
fi

${fetchRevision}
${bringSubmodules}
try() { rm -rf "$SOURCE_DIR" && fetch_revision "$SOURCE_DIR" && bring_submodules "$SOURCE_DIR"; }
${threeAttempts}
if [ ! -f "$SOURCE_DIR/$DOCKERFILE" ]; then
  fail "there is no \${DOCKERFILE#./} in $GIT_URL at \${GIT_REVISION:-the default branch}"
fi
case "$(readlink -f "$SOURCE_DIR/$DOCKERFILE")" in
  "$(cd -P "$SOURCE_DIR" && pwd -P)"/*) ;;
  *) fail "cannot pull: \${DOCKERFILE#./} leads out of the repository by a symbolic link, which is not allowed" ;;
esac
# Looks at the last stage; what an earlier one has there can be copied out of it.
if [ -n "\${KEPT_OUT:-}" ] && tr -d '[]",' < "$SOURCE_DIR/$DOCKERFILE" | awk -v folder="$KEPT_OUT" '
  toupper($1) == "FROM" { found = 0 }
  toupper($1) ~ /^(WORKDIR|COPY|ADD)$/ && index($NF "/", folder "/") == 1 { found = 1 }
  END { exit !found }'
then
  fail "the image would lack what the Dockerfile puts into $KEPT_OUT, where Tekton mounts a volume; use another folder or another builder"
fi
git -C "$SOURCE_DIR" log -1 --format='pulled %H: %s'
printf '%s' "$GIT_URL" > "$RESULT_URL"
printf '%s' "$(git -C "$SOURCE_DIR" rev-parse HEAD)" > "$RESULT_COMMIT"
`;
