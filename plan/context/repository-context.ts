import { clones } from '../pod/clones.js';
import type { ContextType } from './context-type.js';
import { plannedRepositories, repositoryProblems } from './repository.js';
import { repositoryTextProblems } from './repository-texts.js';

/** A Git repository: one init container clones it into the workspace. */
export const repositoryContext: ContextType = {
  type: 'Repository',
  problems: (contexts) => [...repositoryTextProblems(contexts), ...repositoryProblems(plannedRepositories(contexts))],
  podPart: (contexts, { workspaceDir, initImage }) => clones(plannedRepositories(contexts), workspaceDir, initImage),
};
