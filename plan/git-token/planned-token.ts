import type { GitToken } from '../../api/generated/kinds.js';
import type { TokenRequest } from '../../packages/git-token/token-request.js';
import { GIT_KEYS_DIR } from '../pod/paths.js';

/** The short-lived token of one repository of a task. */
export interface PlannedToken {
  readonly rule: GitToken;
  readonly request: TokenRequest;
  /** In memory, with the token; the clone mounts it, and with `push` the agent. */
  readonly volume: string;
}

/** Where the containers that mint mount the key of a rule. */
export const keyFolder = ({ name }: GitToken): string => `${GIT_KEYS_DIR}/${name}`;
