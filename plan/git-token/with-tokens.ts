import type { GitToken, WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import type { TokenRequest } from '../../packages/git-token/token-request.js';
import type { PlannedRepository } from '../context/repository.js';
import { GIT_TOKENS_DIR } from '../pod/paths.js';
import { apiUrlOf, pathOnHost, placeOf } from './host-address.js';
import { keyFolder, type PlannedToken } from './planned-token.js';
import { tokenRule } from './token-rule.js';

/** The same repositories, each with its token if it has no Secret and a rule of the WorkspaceConfig answers for it. */
export function withTokens(
  repositories: readonly PlannedRepository[],
  { gitTokens }: Pick<WorkspaceConfigSpec, 'gitTokens'>,
): PlannedRepository[] {
  return repositories.map((repository, i) => {
    const rule = repository.secretName === undefined ? tokenRule(repository.url, gitTokens) : undefined;
    return rule ? { ...repository, token: plannedToken(rule, repository, i) } : repository;
  });
}

function plannedToken(rule: GitToken, { url }: PlannedRepository, i: number): PlannedToken {
  const { name, push = false, refresh = false } = rule;
  return {
    rule,
    volume: `git-token-${i}`,
    request: {
      name,
      repository: url,
      place: placeOf(url),
      apiUrl: apiUrlOf(rule, url),
      path: pathOnHost(rule, url),
      access: push ? 'write' : 'read',
      keyFile: `${keyFolder(rule)}/key`,
      folder: `${GIT_TOKENS_DIR}/${i}`,
      refresh,
      host: hostOf(rule),
    },
  };
}

function hostOf({ githubApp, gitea }: GitToken): TokenRequest['host'] {
  if (gitea) return { type: 'gitea', username: gitea.username };
  if (!githubApp) return { type: 'gitlab' };
  const { appId, installationId, permissions = {} } = githubApp;
  return { type: 'githubApp', appId, installationId, permissions };
}
