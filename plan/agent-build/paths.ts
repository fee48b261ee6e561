/**
 * Where everything lies in the steps. Not below `/workspace`, Tekton's default: kaniko builds in its own root folder, and a
 * stage of a Dockerfile that works in `/workspace/source` would write into the clone.
 */
export const SHARED_DIR = '/kubetask/build';

/** The clone. */
export const SOURCE_DIR = `${SHARED_DIR}/source`;

/** The image as an OCI layout of exactly one image. Source: https://github.com/opencontainers/image-spec/blob/main/image-layout.md */
export const LAYOUT_DIR = `${SHARED_DIR}/image`;

/** Where the tool that pushes says what it pushed. */
export const PUSHED_DIR = `${SHARED_DIR}/pushed`;

/** The token, seen by pull alone. */
export const TOKEN_DIR = '/kubetask/git-token';
export const TOKEN_FILE = `${TOKEN_DIR}/token`;

/** The registry's credentials, seen by push alone. */
export const REGISTRY_DIR = '/kubetask/registry';

/** Where Tekton mounts a volume into every step, whatever the step asks for. */
export const TEKTON_DIR = '/workspace';
