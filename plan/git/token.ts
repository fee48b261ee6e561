/**
 * A credential helper that answers for one repository: the scheme, host, port and path of $GIT_TOKEN_URL, and what Git LFS
 * asks for below that path. With GIT_TOKEN_SCOPE=host it answers for the whole host, as submodules need it. So neither a
 * redirect nor a URL that the repository brings (.lfsconfig, .gitmodules) gets the token.
 *
 * The password is the text of $GIT_TOKEN_FILE; the user name that of $GIT_USER_FILE, else $GIT_TOKEN_USER. Both arrive as they
 * are, less a byte order mark at the beginning and line ends at the end. Other helpers, some of which
 * store credentials, are switched off. Source of the protocol: https://git-scm.com/docs/git-credential#IOFMT
 */
export const offerToken = `cat > "$private/token" <<'HELPER'
value() {
  text=$(cat "$1")
  text=\${text#"$(printf '\\357\\273\\277')"}
  while [ "$text" != "\${text%"$(printf '\\r')"}" ]; do text=\${text%?}; text=$(printf '%s' "$text"); done
  printf '%s' "$text"
}
place() {
  awk '
    /^protocol=/ { scheme = scheme tolower(substr($0, 10)) }
    /^host=/ { host = host tolower(substr($0, 6)) }
    /^path=/ { path = path substr($0, 6) }
    END {
      if (scheme == "https") sub(/:443$/, "", host)
      if (scheme == "http") sub(/:80$/, "", host)
      dots = ("/" path "/") ~ /\\/\\.\\.?\\//
      sub(/\\/+$/, "", path)
      sub(/\\/info\\/lfs(\\/.*)?$/, "", path)
      sub(/\\.git$/, "", path)
      if (ENVIRON["GIT_TOKEN_SCOPE"] == "host") path = ""
      if (dots) path = path "/.."
      print scheme "://" host "/" path
    }'
}
case "$1" in
  value) value "$2" ;;
  place) place ;;
  get)
    [ "$(place)" = "$GIT_TOKEN_PLACE" ] || exit 0
    if [ -f "\${GIT_USER_FILE:-}" ]; then GIT_TOKEN_USER=$(value "$GIT_USER_FILE"); fi
    printf 'username=%s\\npassword=%s\\n' "$GIT_TOKEN_USER" "$(value "$GIT_TOKEN_FILE")" ;;
esac
HELPER

one_line() {
  case "$(sh "$private/token" value "$1")" in
    '') fail "the key \${1##*/} of the Secret is empty" ;;
    *'
'*) fail "the key \${1##*/} of the Secret has more than one line" ;;
  esac
}
one_line "$GIT_TOKEN_FILE"
if [ -f "\${GIT_USER_FILE:-}" ]; then one_line "$GIT_USER_FILE"; fi

GIT_TOKEN_PLACE=$(printf 'url=%s\\n\\n' "$GIT_TOKEN_URL" |
  git -c credential.useHttpPath=true -c credential.helper= -c 'credential.helper=!printf "username=x\\npassword=x\\n";:' credential fill |
  sh "$private/token" place)
GIT_TOKEN_HELPER=$private/token GIT_ASKPASS=
export GIT_TOKEN_PLACE GIT_TOKEN_HELPER GIT_TOKEN_FILE GIT_TOKEN_USER GIT_ASKPASS
config credential.helper ''
config credential.helper '!sh "$GIT_TOKEN_HELPER"'
config credential.useHttpPath true
`;
