/**
 * Clones $GIT_URL at $GIT_REVISION (branch, tag, commit, or nothing for the default branch) with its submodules into
 * $SOURCE_DIR, one commit deep where the server lets it. The token reaches git through a credential helper that answers
 * for $GIT_TOKEN_ORIGIN alone, and is never on a command line, in a URL or in a file of the clone. Tries three times, but not
 * when the repository or the revision is missing. Without $DOCKERFILE in the clone, or with one that fills $KEPT_OUT, it
 * fails, too, for here it can say why.
 */
export const pullScript = `#!/bin/sh
set -eu
export GIT_TERMINAL_PROMPT=0 LC_ALL=C
export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0='*'

fail() {
  printf '%.1000s' "$1" > "$RESULT_ERROR"
  printf '%s\\n' "$1" >&2
  exit 1
}

if printf '%s' "$GIT_URL" | grep -q '^[a-zA-Z]*://[^/]*@'; then
  fail "cannot pull: no credentials inside a URL; put the token into a Secret"
fi

if [ -f "\${GIT_TOKEN_FILE:-}" ]; then
  export GIT_CONFIG_COUNT=2 GIT_CONFIG_KEY_1="credential.$GIT_TOKEN_ORIGIN.helper"
  export GIT_CONFIG_VALUE_1='!f() {
    test "$1" = get || return 0
    printf "username=%s\\npassword=%s\\n" "$GIT_TOKEN_USER" "$(cat "$GIT_TOKEN_FILE")"
  }; f'
fi

# One commit by its name or hash; else everything, for a short hash or a server that hands out no commits by their hash.
fetch() {
  commit=FETCH_HEAD
  git fetch --quiet --depth 1 origin "\${GIT_REVISION:-HEAD}" && return 0
  case "$GIT_REVISION" in "" | *[!0-9a-f]*) return 1 ;; esac
  git fetch --quiet --tags origin '+refs/heads/*:refs/remotes/origin/*' || return 1
  commit=$(git rev-parse --quiet --verify "$GIT_REVISION^{commit}") && return 0
  echo "revision $GIT_REVISION not found"
  return 1
}

clone() {
  rm -rf "$SOURCE_DIR" && git init --quiet "$SOURCE_DIR" && cd "$SOURCE_DIR" || return 1
  git remote add origin "$GIT_URL" && fetch && git checkout --quiet --detach "$commit" || return 1
  test ! -f .gitmodules || git submodule --quiet update --init --recursive --depth 1
}

attempt=1
until output=$(clone 2>&1); do
  case "$output" in
    *"not found"* | *"does not exist"* | *"does not appear to be"* | *"couldn't find remote ref"*) attempt=3 ;;
    *"could not read Username"* | *"Authentication failed"*) attempt=3 ;;
  esac
  if [ "$attempt" -ge 3 ]; then fail "cannot pull $GIT_URL at \${GIT_REVISION:-the default branch}: $output"; fi
  sleep "$((attempt * 2))"
  attempt=$((attempt + 1))
done

if [ ! -f "$SOURCE_DIR/$DOCKERFILE" ]; then
  fail "there is no $(echo "$DOCKERFILE" | sed 's|^\\./||') in $GIT_URL at \${GIT_REVISION:-the default branch}"
fi
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
