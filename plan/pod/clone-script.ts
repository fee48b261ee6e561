/**
 * Clones $GIT_URL at $GIT_BRANCH into $GIT_TARGET. Tries three times, but not when the repository or branch is missing.
 * A Secret in $GIT_SECRET_DIR reaches git through a credential helper or as an SSH key, never on a command line.
 */
export const cloneScript = `set -eu
export GIT_TERMINAL_PROMPT=0 LC_ALL=C

fail() {
  printf '%.1000s' "$1" > "$KUBETASK_MESSAGE"
  printf '%s\\n' "$1" >&2
  exit 1
}

if [ -f "\${GIT_SECRET_DIR:-}/ssh-privatekey" ]; then
  hosts="-o StrictHostKeyChecking=accept-new"
  if [ -f "$GIT_SECRET_DIR/known_hosts" ]; then
    hosts="-o StrictHostKeyChecking=yes -o UserKnownHostsFile=$GIT_SECRET_DIR/known_hosts"
  fi
  export GIT_SSH_COMMAND="ssh -i $GIT_SECRET_DIR/ssh-privatekey -o IdentitiesOnly=yes $hosts"
elif [ -n "\${GIT_SECRET_DIR:-}" ]; then
  export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=credential.helper
  export GIT_CONFIG_VALUE_0='!f() {
    test "$1" = get || return 0
    cd "$GIT_SECRET_DIR"
    echo "username=$(cat username 2>/dev/null || echo x-access-token)"
    echo "password=$(cat token 2>/dev/null || cat password)"
  }; f'
fi

set --
if [ "$GIT_DEPTH" -gt 0 ]; then set -- --depth "$GIT_DEPTH"; fi

attempt=1
until output=$(git clone --quiet --branch "$GIT_BRANCH" "$@" -- "$GIT_URL" "$GIT_TARGET" 2>&1); do
  case "$output" in
    *"not found"* | *"does not exist"* | *"does not appear to be"*) attempt=3 ;;
  esac
  if [ "$attempt" -ge 3 ]; then fail "cannot clone $GIT_URL at $GIT_BRANCH: $output"; fi
  sleep "$((attempt * 2))"
  attempt=$((attempt + 1))
done
`;
