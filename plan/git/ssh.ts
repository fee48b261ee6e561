/**
 * SSH for git: no questions, no banner, an end to a connection that is dead. The key in $GIT_SECRET_DIR goes to the host of
 * $GIT_URL alone, out of a copy with the line ends that ssh wants. A host must be known, from the Secret or the image, unless
 * $GIT_HOST_KEY_CHECKING says otherwise. Source: https://man.openbsd.org/ssh_config
 */
export const offerKey = `mended() {
  tr -d '\\r' < "$1" | sed "1s/^$(printf '\\357\\273\\277')//" |
    awk '{ gsub(/\\\\n/, "\\n"); gsub(/^[ \\t]+|[ \\t]+$/, "") } NF'
}

check_key() {
  command -v ssh-keygen > /dev/null || return 0
  problem=$(ssh-keygen -y -P '' -f "$1" 2>&1 > /dev/null < /dev/null) && return 0
  case "$problem" in
    *passphrase*) fail "the key ssh-privatekey of the Secret has a passphrase; give one without" ;;
    *"invalid format"* | *libcrypto* | *"not a"*) fail "the key ssh-privatekey of the Secret is not a private key that ssh can read" ;;
  esac
}

key_host() {
  host=\${GIT_URL#ssh://}
  host=\${host%%/*}
  host=\${host#*@}
  case "$host" in "["*) host=\${host#"["}; host=\${host%%"]"*} ;; *) host=\${host%%:*} ;; esac
  printf '%s' "$host"
}

umask 077
{
  if [ -n "\${GIT_KEY_FILE:-}" ]; then
    mended "$GIT_KEY_FILE" > "$private/key"
    check_key "$private/key"
    printf 'Host %s\\nIdentityFile "%s"\\nIdentitiesOnly yes\\n' "$(key_host)" "$private/key"
  fi
  printf 'Host *\\nBatchMode yes\\nLogLevel ERROR\\nConnectTimeout 30\\nServerAliveInterval 15\\nServerAliveCountMax 4\\n'
  printf 'StrictHostKeyChecking %s\\n' "\${GIT_HOST_KEY_CHECKING:-yes}"
  if [ -f "\${GIT_SECRET_DIR:-}/known_hosts" ]; then mended "$GIT_SECRET_DIR/known_hosts" > "$private/known_hosts"; fi
  if [ -f "$private/known_hosts" ] || [ -n "\${GIT_HOST_KEY_CHECKING:-}" ]; then
    printf 'UserKnownHostsFile "%s"\\n' "$private/known_hosts"
  fi
  if [ -z "\${GIT_SECRET_DIR:-}" ]; then printf 'Include ~/.ssh/config\\n'; fi
  printf 'Include /etc/ssh/ssh_config\\n'
} > "$private/ssh"
umask 022
ssh_config=$private/ssh
export ssh_config GIT_SSH_COMMAND='ssh -F "$ssh_config"'
`;
