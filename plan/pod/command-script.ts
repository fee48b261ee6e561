/**
 * Runs $KUBETASK_SCRIPT and keeps its standard output as $KUBETASK_TARGET, at most $KUBETASK_MAX_BYTES of it, unless it
 * takes longer than $KUBETASK_TIMEOUT_SECONDS. Nothing of its output or environment reaches the termination message.
 * The shell's own process ID comes from a child, since Kubernetes reads two dollar signs in a command as one.
 */
export const commandScript = `set -eu
fail() {
  printf '%.1000s' "the command for $KUBETASK_FILE $1" > "$KUBETASK_MESSAGE"
  printf '%s\\n' "the command for $KUBETASK_FILE $1" >&2
  exit 1
}

script=$KUBETASK_SCRIPT
unset KUBETASK_SCRIPT
output="$KUBETASK_TARGET.new"
mkdir -p "\${KUBETASK_TARGET%/*}"
rm -f "$output.code"
self=$(exec sh -c 'echo "$PPID"')

trap 'fail "did not end within $KUBETASK_TIMEOUT_SECONDS s"' ALRM
trap 'exit 143' TERM
{
  code=0
  /bin/sh -eu -c "$script" < /dev/null || code=$?
  printf '%s' "$code" > "$output.code"
} | head -c "$((KUBETASK_MAX_BYTES + 1))" > "$output" &
pipeline=$!
{ sleep "$KUBETASK_TIMEOUT_SECONDS"; kill -ALRM "$self"; } > /dev/null 2>&1 &
clock=$!

wait "$pipeline" || true
kill "$clock" 2> /dev/null || true
if [ "$(wc -c < "$output")" -gt "$KUBETASK_MAX_BYTES" ]; then fail "wrote more than maxBytes ($KUBETASK_MAX_BYTES) bytes"; fi
code=$(cat "$output.code")
if [ "$code" -ne 0 ]; then fail "exited with code $code; its standard error is in this container's log"; fi
rm -f "$output.code"
mv "$output" "$KUBETASK_TARGET"
`;
