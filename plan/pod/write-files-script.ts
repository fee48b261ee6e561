/**
 * Writes each file named by an argument from the parts in its numbered folder below $KUBETASK_PARTS.
 * One non-empty part is written verbatim; of several, each is wrapped as `<context index="N">`, N from 0, with a blank
 * line between; none leaves an empty file. A missing optional part is simply not there.
 *
 * Repositories bring links, so none is followed: a link in the path of a file is an error, one at the path is replaced, as is
 * whatever else is no folder. All below `$base` may come from a repository: the walk enters folder by folder and looks at where it is in the end; the file is created again
 * (`set -C` opens it exclusively), so that even a link that appears meanwhile leads nowhere. An executable stays one.
 */
export const writeFilesScript = `set -euf
fail() {
  printf 'cannot write %s: %s' "$target" "$1" > "$KUBETASK_MESSAGE"
  printf 'cannot write %s: %s\\n' "$target" "$1" >&2
  exit 1
}
trap 'if [ "$?" -ne 0 ] && [ ! -s "$KUBETASK_MESSAGE" ]; then printf "cannot write %s" "\${target:-}" > "$KUBETASK_MESSAGE"; fi' EXIT

aggregate() {
  set +f
  set -- "$1"/*
  set -f
  filled=0
  for part; do
    if [ -s "$part" ]; then filled=$((filled + 1)); fi
  done
  index=0
  for part; do
    if [ ! -s "$part" ]; then continue; fi
    if [ "$filled" -eq 1 ]; then cat "$part"; continue; fi
    if [ "$index" -gt 0 ]; then printf '\\n\\n'; fi
    printf '<context index="%s">\\n' "$index"
    cat "$part"
    printf '\\n</context>'
    index=$((index + 1))
  done
}

enter() {
  base=\${target%/*}
  case "$target" in "$WORKSPACE_DIR"/*) base=$WORKSPACE_DIR ;; esac
  mkdir -p "$base"
  cd -P "$base"
  place=$(pwd -P)
  rest=\${target#"$base"/}
  while [ "$rest" != "\${rest#*/}" ]; do
    name=\${rest%%/*}
    rest=\${rest#*/}
    place=\${place%/}/$name
    if [ -L "./$name" ]; then fail "$place is a symbolic link of a repository; name a path without links"; fi
    if [ -e "./$name" ] && [ ! -d "./$name" ]; then fail "$place is a file of a repository, not a folder"; fi
    [ -d "./$name" ] || mkdir "./$name"
    cd -P "./$name"
  done
  if [ "$(pwd -P)" != "$place" ]; then fail "$place leads elsewhere"; fi
}

file=0
for target; do
  enter
  if [ -d "./$rest" ] && [ ! -L "./$rest" ]; then fail "it is a folder of a repository"; fi
  mode=
  if [ -f "./$rest" ] && [ ! -L "./$rest" ] && [ -x "./$rest" ]; then mode=+x; fi
  rm -f "./$rest"
  set -C
  aggregate "$(printf '%s/%03d' "$KUBETASK_PARTS" "$file")" > "./$rest"
  set +C
  if [ -n "$mode" ]; then chmod "$mode" "./$rest"; fi
  file=$((file + 1))
done
`;
