/**
 * A credential helper of git for one repository: `token`, `username`, `place` and `expires` lie beside it. It answers for the
 * repository's own URL and its Git LFS, so neither another repository nor a redirect gets the token. Of a token that has ended it
 * says so, and git stops. It needs a shell and `date`, and stores nothing.
 * Source: https://git-scm.com/docs/git-credential#IOFMT
 */
export const helperText = `[ "$1" = get ] || exit 0
folder=\${0%/*}
scheme= host= path=
while IFS= read -r line && [ -n "$line" ]; do
  case "$line" in
    protocol=*) scheme=\${line#*=} ;;
    host=*) host=\${line#*=} ;;
    path=*) path=\${line#*=} ;;
  esac
done
read_from() { IFS= read -r value < "$folder/$1" || [ -n "$value" ]; }
value=
case "$scheme" in https) host=\${host%:443} ;; http) host=\${host%:80} ;; esac
path=\${path%%/info/lfs*}
while [ "$path" != "\${path%/}" ]; do path=\${path%/}; done
path=\${path%.git}
read_from place || exit 0
[ "$scheme://$host/$path" = "$value" ] || exit 0
repository=$value
read_from expires || exit 0
if [ "$(date +%s)" -ge "$value" ]; then
  echo "kubetask: the token for $repository has expired; set refresh: true in gitTokens of the WorkspaceConfig for tasks that take longer" >&2
  echo quit=1
  exit 0
fi
read_from username && printf 'username=%s\\n' "$value"
read_from token && printf 'password=%s\\n' "$value"
`;
