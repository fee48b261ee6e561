import { type CommandContext, commandContext } from './command.js';
import { type FileContext, fileContext } from './file.js';
import { type HttpContext, httpContext } from './http.js';
import { type RepositoryContext, repositoryContext } from './repository.js';

/** One input of a task: plain data, as in YAML. */
export type Context = FileContext | RepositoryContext | HttpContext | CommandContext;

/** Builders of contexts. */
export const Context = {
  file: fileContext,
  repository: repositoryContext,
  http: httpContext,
  command: commandContext,
};
