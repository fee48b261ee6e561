/**
 * Writes each file named by an argument from the parts in its numbered folder below $KUBETASK_PARTS.
 * One non-empty part is written verbatim; of several, each is wrapped as `<context index="N">`, N from 0, with a blank
 * line between; none leaves an empty file. A missing optional part is simply not there.
 */
export const writeFilesScript = `set -eu
trap 'if [ "$?" -ne 0 ]; then printf "cannot write %s" "\${target:-}" > "$KUBETASK_MESSAGE"; fi' EXIT

aggregate() {
  filled=0
  for part in "$1"/*; do
    if [ -s "$part" ]; then filled=$((filled + 1)); fi
  done
  index=0
  for part in "$1"/*; do
    if [ ! -s "$part" ]; then continue; fi
    if [ "$filled" -eq 1 ]; then cat "$part"; continue; fi
    if [ "$index" -gt 0 ]; then printf '\\n\\n'; fi
    printf '<context index="%s">\\n' "$index"
    cat "$part"
    printf '\\n</context>'
    index=$((index + 1))
  done
}

file=0
for target; do
  mkdir -p "$(dirname "$target")"
  aggregate "$(printf '%s/%03d' "$KUBETASK_PARTS" "$file")" > "$target"
  file=$((file + 1))
done
`;
