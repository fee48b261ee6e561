/**
 * What every script of ours that runs git begins with. No prompt, no hook, no protocol that executes a command, and an end
 * to a connection over which nothing comes for two minutes. `config` sets git's configuration for all that follows.
 * Needs git 2.31, for GIT_CONFIG_COUNT. `private` is a folder that only this container's user can read, removed at the end.
 */
export const beginGit = `export GIT_TERMINAL_PROMPT=0 LC_ALL=C GIT_LFS_SKIP_SMUDGE=1
export GIT_CONFIG_COUNT="\${GIT_CONFIG_COUNT:-0}" GIT_ALLOW_PROTOCOL=https:http:ssh:git
case "$GIT_URL" in file:*) GIT_ALLOW_PROTOCOL=$GIT_ALLOW_PROTOCOL:file ;; esac

config() {
  eval "GIT_CONFIG_KEY_$GIT_CONFIG_COUNT=\\$1 GIT_CONFIG_VALUE_$GIT_CONFIG_COUNT=\\$2"
  export "GIT_CONFIG_KEY_$GIT_CONFIG_COUNT" "GIT_CONFIG_VALUE_$GIT_CONFIG_COUNT"
  GIT_CONFIG_COUNT=$((GIT_CONFIG_COUNT + 1))
}
config core.hooksPath /dev/null
config http.lowSpeedLimit 1
config http.lowSpeedTime 120
`;

/** A folder for copies of credentials. Removed when the script exits, also on a signal. */
export const privateFolder = `private=$(umask 077 && mktemp -d)
trap 'rm -rf "$private"' EXIT
trap 'exit 143' TERM INT HUP
`;
