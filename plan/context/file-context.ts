import { contextFiles, fileScripts } from '../pod/context-files.js';
import { workspaceDirOf } from '../pod/paths.js';
import { counted } from '../task-key/counted.js';
import { fileFields } from '../task-key/counted-fields.js';
import type { ContextType } from './context-type.js';
import { fileProblems, plannedFiles } from './file.js';
import { plannedRepositories } from './repository.js';

/** A text: one init container writes all files of the task, whatever type their parts have. */
export const fileContext: ContextType = {
  type: 'File',
  problems: (contexts, workspace) =>
    fileProblems(plannedFiles(contexts), workspaceDirOf(workspace), plannedRepositories(contexts)),
  work: ({ file }) => file && counted(fileFields, file),
  scripts: (contexts) => fileScripts(plannedFiles(contexts)),
  podPart: (contexts, { texts, workspaceDir, initImage }) =>
    contextFiles(plannedFiles(contexts), texts, workspaceDir, initImage),
};
