/** What a clone brings beside its files, or says that it does not. */

/** `bring_submodules FOLDER`, as deep as $GIT_SUBMODULES says: `true` or `recursive`. */
export const bringSubmodules = `bring_submodules() {
  [ -f "$1/.gitmodules" ] || return 0
  recursive=
  if [ "$GIT_SUBMODULES" = recursive ]; then recursive=--recursive; fi
  bounded git -C "$1" submodule --quiet update --init $recursive \${depth:+"--depth=$depth"}
}
`;

/**
 * `bring_lfs FOLDER`: the files themselves, there and in its submodules. Installs the filters and hooks of Git LFS in the clone, so
 * that what the agent commits goes there, too.
 *
 * A repository names its server in .lfsconfig, and Git LFS also takes folders of this machine for servers. So it is only asked on
 * the host that the repository came from, and never for a push elsewhere. Where that is over SSH, Git LFS may ask over HTTPS.
 */
export const bringLfs = `git lfs version > /dev/null 2>&1 || fail "cannot clone $GIT_URL: the image has no git-lfs, which lfs needs; name one that has it in initImage"

cat > "$private/lfs" <<'LFS'
host_of() {
  case "$1" in *://*) host=\${1#*://} ;; *) host=\${1%%:*} ;; esac
  host=\${host%%[/?#]*}
  host=\${host##*@}
  case "$1" in https:*) host=\${host%:443} ;; http:*) host=\${host%:80} ;; esac
  case "$origin" in http*) ;; *) host=\${host%:*} ;; esac
  printf '%s' "$host" | tr A-Z a-z
}
is_own() {
  case "$1" in "$origin" | "$origin"/* | "$origin".git*) return 0 ;; esac
  case "$1" in
    https://* | ssh://*) ;;
    http://*) case "$origin" in http://*) ;; *) return 1 ;; esac ;;
    *) return 1 ;;
  esac
  case "$origin" in file:* | /*) return 1 ;; esac
  [ "$(host_of "$1")" = "$(host_of "$origin")" ]
}
servers() {
  git lfs env 2> /dev/null | sed -n 's/^Endpoint=\\(.*\\) (auth=[a-z]*)$/\\1/p'
  git config --blob HEAD:.lfsconfig --get-regexp '^(lfs|remote[.].*)[.](lfs)?(push)?url$' 2> /dev/null | sed 's/^[^ ]* //'
  git config --blob HEAD:.lfsconfig --get-regexp '^remote[.]lfs(push)?default$' 2> /dev/null | sed -e 's/^[^ ]* //' -e '/^origin$/d'
}
origin=$(git config --get remote.origin.url)
if [ -L .lfsconfig ]; then echo '.lfsconfig of the repository is a symbolic link, which is not allowed'; exit 1; fi
foreign=$(servers | while IFS= read -r url; do is_own "$url" || printf '%s\\n' "$url"; done | head -n 1)
if [ -n "$foreign" ]; then
  echo "$foreign in .lfsconfig of the repository is not allowed: its files in Git LFS must be on the host of $origin"
  exit 1
fi
git -c core.hooksPath="$(git rev-parse --absolute-git-dir)/hooks" lfs install --local > /dev/null && git lfs pull origin
LFS
export GIT_LFS_SCRIPT="$private/lfs"
bring_lfs() {
  (cd "$1" && bounded sh "$GIT_LFS_SCRIPT" && bounded git submodule --quiet foreach --recursive 'sh "$GIT_LFS_SCRIPT"')
}
`;

/** `note_submodules FOLDER` says that there are some. */
export const noteSubmodules = `note_submodules() {
  count=$(bounded git -C "$1" ls-files --stage | awk '$1 == 160000 { n++ } END { print n + 0 }') || return 0
  [ "$count" -eq 0 ] || echo "note: the repository has $count submodules, which are not cloned; set submodules: true or recursive"
}
`;

/** `note_lfs FOLDER` says that there are files of which only the pointers are here. */
export const noteLfs = `note_lfs() {
  count=$(bounded git -C "$1" ls-files ':(attr:filter=lfs)' | wc -l) || return 0
  [ "$count" -eq 0 ] || echo "note: the repository has $((count)) files in Git LFS, of which only the pointers are here; set lfs: true"
}
`;
