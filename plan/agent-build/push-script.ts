/**
 * Pushes the OCI layout in $LAYOUT_DIR to $IMAGE, with the credentials in $DOCKER_CONFIG, and tells its digest. Arguments
 * are flags of kaniko's push, which itself says what it pushed in $BUILDER_OUTPUT. An image whose working directory is in
 * $KEPT_OUT, perhaps its base image's, is not pushed.
 */
export const pushScript = `#!/bin/sh
set -eu

fail() {
  printf '%.1000s' "$1" > "$RESULT_ERROR"
  printf '%s\\n' "$1" >&2
  exit 1
}

# The digest of what a file of the layout calls by a name.
digest_in() {
  tr -d ' \\n\\t' < "$LAYOUT_DIR/$2" | sed -n 's/.*"'"$1"'":\\[*{[^}]*"digest":"sha256:\\([0-9a-f]*\\)".*/\\1/p'
}

if [ -n "\${KEPT_OUT:-}" ]; then
  config=$(digest_in config "blobs/sha256/$(digest_in manifests index.json)")
  if tr -d ' \\n\\t' < "$LAYOUT_DIR/blobs/sha256/$config" | grep -q '"WorkingDir":"'"$KEPT_OUT"'[/"]'; then
    fail "the image works in $KEPT_OUT, where Tekton mounts a volume, and lacks what the build put there; set another WORKDIR or take another builder"
  fi
fi

rm -rf "$BUILDER_OUTPUT"
mkdir -p "$BUILDER_OUTPUT"
{
  /kaniko/executor push "$LAYOUT_DIR" --destination="$IMAGE" --push-retry=3 "$@" 2>&1 || touch "$BUILDER_OUTPUT/failed"
} | tee "$BUILDER_OUTPUT/log"
if [ -f "$BUILDER_OUTPUT/failed" ]; then
  reason=$(sed -n 's/^Error: //p' "$BUILDER_OUTPUT/log")
  case "$reason" in
    *UNAUTHORIZED* | *DENIED*)
      test -f "\${DOCKER_CONFIG:-}/config.json" || reason="no credentials were given in spec.pushSecret: $reason" ;;
  esac
  fail "cannot push $IMAGE: $reason"
fi
digest=$(sed -n 's/.*"digest": *"\\(sha256:[0-9a-f]*\\)".*/\\1/p' "$BUILDER_OUTPUT/images")
test -n "$digest" || fail "cannot tell the digest of $IMAGE"

printf '%s' "$IMAGE" > "$RESULT_IMAGE_URL"
printf '%s' "$digest" > "$RESULT_IMAGE_DIGEST"
printf '%s\\n' "pushed $IMAGE@$digest"
`;
