import type { WorkspaceConfigSpec } from '../../api/generated/kinds.js';

/** Every fixed path inside a task's containers. All but the first lie below `/kubetask`, which contexts may not use. */
export const DEFAULT_WORKSPACE_DIR = '/workspace';

export const workspaceDirOf = ({ workspaceDir }: WorkspaceConfigSpec): string => workspaceDir ?? DEFAULT_WORKSPACE_DIR;

/** HOME: writable, since a random UID owns nothing of the image. */
export const HOME_DIR = '/kubetask/home';

/** Where the agent writes its result; the kubelet reads it as the termination message. */
export const RESULT_PATH = '/kubetask/result.json';

/** Projected parts of the context files, seen by the init container alone. */
export const PARTS_DIR = '/kubetask/context';

/** Assembled files that lie outside the workspace, before they are mounted at their own paths. */
export const FILES_DIR = '/kubetask/files';

/** Scripts of steps that run as files. */
export const SCRIPTS_DIR = '/kubetask/scripts';

/** Scripts of ours, seen by the init containers that run one. */
export const SETUP_DIR = '/kubetask/setup';

/** The file that containers with ssh mount as `/etc/passwd`. */
export const PASSWD_DIR = '/kubetask/passwd';

/** The Secret of a clone. */
export const GIT_SECRET_DIR = '/kubetask/git';

/** Keys from which the tokens of clones are minted, a folder for each; seen by the containers that mint alone. */
export const GIT_KEYS_DIR = '/kubetask/git-keys';

/** Short-lived tokens, a folder for each repository. */
export const GIT_TOKENS_DIR = '/kubetask/git-tokens';

/** Where init containers say why they failed. */
export const INIT_MESSAGE_PATH = '/kubetask/message';

/** Where a shell in place of the agent finds the command `agent`; outside of a cluster alone. */
export const SHELL_BIN_DIR = '/kubetask/bin';

export const TOOLS_DIR = '/tools';
export const TEMPORARY_DIR = '/tmp';
export const CA_BUNDLE_PATH = '/kubetask/ca/ca.crt';
