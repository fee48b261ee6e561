/**
 * `fetch_revision FOLDER`: a new repository in it at $GIT_REVISION, which is a branch, a tag, a commit, a full ref or nothing for
 * the default branch, $depth deep. Asks for everything where a commit has a short name, or the server hands out none by its name.
 */
export const fetchRevision = `fetch_revision() {
  bounded git init --quiet "$1" && bounded git -C "$1" remote add origin "$GIT_URL" || return 1
  commit=FETCH_HEAD
  bounded git -C "$1" fetch --quiet \${depth:+"--depth=$depth"} origin "\${GIT_REVISION:-HEAD}" || fetch_everything "$1" || return 1
  bounded git -C "$1" checkout --quiet --detach "$commit"
}

fetch_everything() {
  case "$GIT_REVISION" in "" | *[!0-9a-f]*) return 1 ;; esac
  bounded git -C "$1" fetch --quiet --tags origin '+refs/heads/*:refs/remotes/origin/*' || return 1
  commit=$(bounded git -C "$1" rev-parse --quiet --verify "$GIT_REVISION^{commit}") && return 0
  echo "revision $GIT_REVISION not found"
  return 1
}
`;
