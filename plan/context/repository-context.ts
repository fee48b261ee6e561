import type { WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import { mintTokens } from '../git-token/mint-tokens.js';
import { gitTokenProblems } from '../git-token/problems.js';
import { withTokens } from '../git-token/with-tokens.js';
import { cloneScripts, clones } from '../pod/clones.js';
import { passwdMount } from '../pod/passwd.js';
import { joinParts } from '../pod/pod-part.js';
import type { ContextType, LocatedContext } from './context-type.js';
import { DEFAULT_FETCH_IMAGE } from './http-context.js';
import { plannedRepositories, repositoryProblems } from './repository.js';
import { repositoryTextProblems } from './repository-texts.js';
import { repositoryWork } from './repository-work.js';

/** A Git repository: one init container clones it into the workspace. */
export const repositoryContext: ContextType = {
  type: 'Repository',
  problems: (contexts, workspace) => [
    ...repositoryTextProblems(contexts),
    ...repositoryProblems(plannedRepositories(contexts)),
    ...gitTokenProblems(contexts, workspace),
  ],
  work: ({ repository }) => repository && repositoryWork(repository),
  scripts: (contexts, workspace) => cloneScripts(withTokens(plannedRepositories(contexts), workspace)),
  podPart(contexts, { workspaceDir, initImage, workspace }) {
    const repositories = withTokens(plannedRepositories(contexts), workspace);
    const tokens = repositories.flatMap(({ token }) => token ?? []);
    const { fetchImage = DEFAULT_FETCH_IMAGE } = workspace;
    return joinParts([
      mintTokens(tokens, fetchImage),
      clones(repositories, { workspaceDir, initImage, sharesPasswd: sharesPasswd(contexts, workspace) }),
    ]);
  },
};

/** The names of an image are its own, and a user's file at the same path is the user's. */
function sharesPasswd(contexts: readonly LocatedContext[], workspace: WorkspaceConfigSpec): boolean {
  const { initImage, agentImage, credentials = [] } = workspace;
  const own = [...contexts.map(({ context }) => context.file?.filePath), ...credentials.map((one) => one.mountPath)];
  return (initImage === undefined || initImage === agentImage) && !own.includes(passwdMount.mountPath);
}
