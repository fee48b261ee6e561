#!/bin/sh
# The built-in agent: prints what the task has been given and changes nothing. It shows that a batch is wired up
# before a real agent's image is named in a WorkspaceConfig.
set -eu

echo '=== Task Content ==='
find "$WORKSPACE_DIR" -name .git -prune -o -type f -print | sort | while IFS= read -r file; do
  printf '%s\n' "--- $file"
  cat "$file"
  echo
done
echo '=== Task Completed ==='
printf '{"summary":"Echo agent: printed the contexts; no agent ran.","verdict":"no-change"}' > "$KUBETASK_RESULT"
