/**
 * `will_not_heal TEXT`: whether another try is in vain after git, ssh, curl or Git LFS has ended with this text. What it does not
 * know may heal: a server that is away, too many requests, a broken connection.
 */
export const willNotHeal = `will_not_heal() {
  case "$1" in
    *"not found"* | *"not be found"* | *"does not exist"* | *"does not appear to be"* | *"ind remote "* | *"No url found"*) ;;
    *"could not read "* | *"uthentication failed"* | *"uthentication failures"* | *"uthentication required"*) ;;
    *"ermission denied"* | *"ccess denied"* | *"nauthorized"* | *"not authorized"* | *"not allowed"*) ;;
    *"error: 40"[013-7]* | *"HTTP code 40"[013-7]* | *"not enabled"* | *"not supported"*) ;;
    *"ost key verification failed"* | *"invalid format"* | *"error in libcrypto"* | *"nable to negotiate"*) ;;
    *"SSL certificate"* | *"server certificate"* | *"alternative certificate"* | *"SSL CA cert"* | *"trust anchors"*) ;;
    *"certificate verify locations"* | *"wrong version number"* | *"No user exists"*) ;;
    *"No space left"* | *"isk quota"* | *"data quota"* | *"ile name too long"* | *"ead-only file system"*) ;;
    *"bject does not exist"* | *"rror downloading object"*) ;;
    *) return 1 ;;
  esac
}
`;

/**
 * Runs the function `try` up to three times, each at most $GIT_TIMEOUT seconds (600), 2 and 4 seconds apart: half an hour and
 * six seconds at most. What cannot heal is not tried again: credentials, names, keys, certificates. `bounded` runs a command until
 * the end of the attempt; an image without `timeout` has no such end. Calls `fail` with the reason of the last attempt, without
 * frames of banners and passwords in URLs.
 *
 * A busybox `timeout` ends only the program it started, so what git has started is looked for by its environment.
 *
 * Needs of its script: `try`, which begins with nothing of an earlier attempt; `fail`; the folder $private; $what, the sentence's beginning.
 */
const attempts = (rejected: string): string => `bounded() {
  left=$((deadline - $(date +%s)))
  [ "$left" -gt 0 ] || return 124
  if command -v timeout > /dev/null; then timeout "$left" "$@"; else "$@"; fi
}

${willNotHeal}
reason_in() {
  case "$1" in *"REMOTE HOST IDENTIFICATION"*) echo "Host key verification failed: known_hosts of the Secret has another key for the server"; return ;; esac
  printf '%s\\n' "$1" | sed -e 's/^remote: *//' -e '/^[^[:alnum:]]*$/d' -e 's#://[^/@: ]*:[^/@ ]*@#://***@#g' \\
    -e '/^Please make sure you have the correct access rights$/d' -e '/^and the repository exists\\.$/d' | tail -c 600
}

hint() {
  case "$1" in
    *"could not read Username"* | *"uthentication failed"* | *"epository"*"not found"* | *"not be found"* | *"error: 40"[13]* | \\
    *"ermission denied"* | *"ccess denied."* | *"nauthorized"* | *"not authorized"*)
      if [ -z "\${GIT_TOKEN_FILE:-}\${GIT_KEY_FILE:-}" ]; then
        echo "; a private repository needs a Secret that $secret_field names"
      elif [ "\${1#*could not read Username}" != "$1" ]; then
        echo "; the token is for $GIT_TOKEN_PLACE alone"
      else
        echo "; ${rejected}"
      fi ;;
    *"ost key verification failed."*)
      echo "; put the server's key into the Secret as known_hosts (see ssh-keyscan), or set hostKeyChecking: AcceptNew" ;;
  esac
}

end_leftovers() {
  unset GIT_ATTEMPT
  for process in /proc/[0-9]*; do
    if tr '\\0' '\\n' 2> /dev/null < "$process/environ" | grep -qx "GIT_ATTEMPT=$attempt"; then
      kill -9 "\${process#/proc/}" 2> /dev/null || :
    fi
  done
}

attempt=1
while :; do
  deadline=$(($(date +%s) + \${GIT_TIMEOUT:-600}))
  export GIT_ATTEMPT="$attempt"
  if try > "$private/output" 2>&1; then break; fi
  output=$(reason_in "$(cat "$private/output")")
  if [ "$(date +%s)" -ge "$deadline" ]; then
    end_leftovers 2> /dev/null
    output="no end after \${GIT_TIMEOUT:-600} seconds: $output"
  elif will_not_heal "$output"; then fail "$what: $output$(hint "$output")"; fi
  if [ "$attempt" -eq 3 ]; then fail "$what in 3 attempts: $output$(hint "$output")"; fi
  printf '%s\\n' "attempt $attempt: $output" >&2
  sleep "$((attempt * 2))"
  attempt=$((attempt + 1))
done
cat "$private/output"
`;

export const threeAttempts = attempts('the server does not take what is in the Secret');

/** For a token that was minted just now. */
export const threeAttemptsWithToken = attempts(
  'the server does not take the token of gitTokens; its key may make tokens for this repository, but not read it',
);
