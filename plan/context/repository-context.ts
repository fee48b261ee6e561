import type { WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import { cloneScripts, clones } from '../pod/clones.js';
import { passwdMount } from '../pod/passwd.js';
import type { ContextType, LocatedContext } from './context-type.js';
import { plannedRepositories, repositoryProblems } from './repository.js';
import { repositoryTextProblems } from './repository-texts.js';
import { repositoryWork } from './repository-work.js';

/** A Git repository: one init container clones it into the workspace. */
export const repositoryContext: ContextType = {
  type: 'Repository',
  problems: (contexts) => [...repositoryTextProblems(contexts), ...repositoryProblems(plannedRepositories(contexts))],
  work: ({ repository }) => repository && repositoryWork(repository),
  scripts: (contexts) => cloneScripts(plannedRepositories(contexts)),
  podPart: (contexts, { workspaceDir, initImage, workspace }) =>
    clones(plannedRepositories(contexts), { workspaceDir, initImage, sharesPasswd: sharesPasswd(contexts, workspace) }),
};

/** The names of an image are its own, and a user's file at the same path is the user's. */
function sharesPasswd(contexts: readonly LocatedContext[], workspace: WorkspaceConfigSpec): boolean {
  const { initImage, agentImage, credentials = [] } = workspace;
  const own = [...contexts.map(({ context }) => context.file?.filePath), ...credentials.map((one) => one.mountPath)];
  return (initImage === undefined || initImage === agentImage) && !own.includes(passwdMount.mountPath);
}
