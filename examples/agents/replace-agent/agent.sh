#!/bin/sh
# An agent in the shape of an AI agent's CLI, small enough to read: it follows the lines `replace: OLD => NEW` of
# task.md, commits what changed, pushes it to $KUBETASK_BRANCH and reports in $KUBETASK_RESULT.
# Exit codes: 0 done, 64 bad input (never tried again).
set -eu

say() { printf '%s agent: %s\n' "$(date -u +%H:%M:%S)" "$1"; }

task="$WORKSPACE_DIR/task.md"
if ! grep -q '^replace: .* => ' "$task" 2> /dev/null; then
  say "no line 'replace: OLD => NEW' in $task"
  exit 64
fi
say "task $KUBETASK_TASK_INDEX of $KUBETASK_RUN, key $KUBETASK_TASK_KEY"
cd "$KUBETASK_REPOSITORY_DIR"
sleep "${AGENT_THINKING_SECONDS:-0}"

grep '^replace: .* => ' "$task" | while IFS= read -r line; do
  rule=${line#replace: }
  old=${rule%% => *}
  new=${rule#* => }
  say "replacing $old by $new"
  git grep -lF -e "$old" | while IFS= read -r file; do
    OLD=$old NEW=$new awk '{
      rest = $0; out = ""
      while ((at = index(rest, ENVIRON["OLD"])) > 0) {
        out = out substr(rest, 1, at - 1) ENVIRON["NEW"]
        rest = substr(rest, at + length(ENVIRON["OLD"]))
      }
      print out rest
    }' "$file" > "$file.new"
    cat "$file.new" > "$file"
    rm "$file.new"
  done
done

if git diff --quiet; then
  say 'nothing to change'
  printf '{"summary":"Nothing to change.","verdict":"no-change"}' > "$KUBETASK_RESULT"
  exit 0
fi

files=$(git diff --name-only | wc -l | tr -d ' ')
git -c user.name=replace-agent -c user.email=agent@example.org commit --quiet --all --message "$(head -n 1 "$task")"
git push --quiet --force origin "HEAD:refs/heads/$KUBETASK_BRANCH"
commit=$(git rev-parse HEAD)
say "pushed $commit to $KUBETASK_BRANCH"
printf '{"summary":"Changed %s file(s).","verdict":"changed","branch":"%s","commit":"%s"}' \
  "$files" "$KUBETASK_BRANCH" "$commit" > "$KUBETASK_RESULT"
