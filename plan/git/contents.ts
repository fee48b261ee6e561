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
 */
export const bringLfs = `git lfs version > /dev/null 2>&1 || fail "cannot clone $GIT_URL: the image has no git-lfs, which lfs needs; name one that has it in initImage"

bring_lfs() {
  lfs='git -c core.hooksPath="$(git rev-parse --absolute-git-dir)/hooks" lfs install --local > /dev/null && git lfs pull'
  (cd "$1" && bounded sh -c "$lfs" && bounded git submodule --quiet foreach --recursive "$lfs")
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
