#!/bin/sh
# A small agent with the interface of an AI agent. It reads lines `replace: OLD => NEW` from task.md, commits the
# changes, pushes them to $KUBETASK_BRANCH and writes its result to $KUBETASK_RESULT.
# Exit codes: 0 done, 64 bad input (never retried), 75 someone else pushed in the meantime (retried later).
set -eu

say() { printf '%s agent: %s\n' "$(date -u +%H:%M:%S)" "$1"; }

task="$WORKSPACE_DIR/task.md"
if ! grep -q '^replace: .* => ' "$task" 2> /dev/null; then
  say "no line 'replace: OLD => NEW' in $task"
  exit 64
fi
say "task ${KUBETASK_TASK_NAME:-$KUBETASK_TASK_INDEX} of $KUBETASK_RUN, key $KUBETASK_TASK_KEY"
cd "$KUBETASK_REPOSITORY_DIR"

# The agent continues the commits of earlier runs and reviewers on the branch. It never replaces them.
branch="refs/heads/$KUBETASK_BRANCH"
head_of_branch() { git ls-remote origin "$branch" | cut -f 1; }
found=$(head_of_branch)
if [ -n "$found" ]; then
  depth=$([ "$(git rev-parse --is-shallow-repository)" = true ] && echo --depth=1 || true)
  git fetch --quiet $depth origin "$branch"
  found=$(git rev-parse FETCH_HEAD)
  git checkout --quiet --detach "$found"
  say "continuing on $KUBETASK_BRANCH at $found"
fi
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
  printf '{"summary":"Nothing to change.","verdict":"no-change","costUsd":0,"tokens":0%s}' \
    "${found:+,\"branch\":\"$KUBETASK_BRANCH\",\"commit\":\"$found\"}" > "$KUBETASK_RESULT"
  exit 0
fi

files=$(git diff --name-only | wc -l | tr -d ' ')
git -c user.name=replace-agent -c user.email=agent@example.org commit --quiet --all --message "$(head -n 1 "$task")"
# The lease names the commit that was found, so the push fails if someone else pushed in the meantime.
if ! git push --quiet --force-with-lease="$branch:$found" origin "HEAD:$branch"; then
  [ "$(head_of_branch)" = "$found" ] && exit 1
  say "somebody else has pushed to $KUBETASK_BRANCH meanwhile"
  exit 75
fi
commit=$(git rev-parse HEAD)
say "pushed $commit to $KUBETASK_BRANCH"
printf '{"summary":"Changed %s file(s).","verdict":"changed","costUsd":0,"tokens":0,"branch":"%s","commit":"%s"}' \
  "$files" "$KUBETASK_BRANCH" "$commit" > "$KUBETASK_RESULT"
