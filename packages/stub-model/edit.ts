import type { Answer, ModelRequest } from './protocol.js';

/** The file that the model writes in the modes `tool` and `push`. */
export interface Edit {
  /** Relative to the folder in which the client works. */
  readonly path: string;
  readonly text: string;
}

type Args = Readonly<Record<string, unknown>>;

/** Arguments of the tools by which clients write a file, by name. Some want an absolute path. */
const writers: Readonly<Record<string, (path: string, text: string) => Args>> = {
  // Gemini CLI, Qwen Code
  write_file: (path, content) => ({ file_path: path, content }),
  // Claude Code
  Write: (path, content) => ({ file_path: path, content }),
  // OpenCode
  write: (path, content) => ({ filePath: path, content }),
  // Copilot CLI
  create: (path, file_text) => ({ path, file_text }),
  // Codex, whose models write by a command, too
  exec_command: (path, text) => ({ cmd: `cat > '${path}' <<'EOF'\n${text}EOF` }),
};

/** Arguments of the tools by which clients run a shell command, by name. */
const shells: Readonly<Record<string, (command: string) => Args>> = {
  // Gemini CLI, Qwen Code
  run_shell_command: (command) => ({ command, description: 'Commit and push', is_background: false }),
  // Claude Code
  Bash: (command) => ({ command, description: 'Commit and push' }),
  // OpenCode, Copilot CLI
  bash: (command) => ({ command, description: 'Commit and push' }),
  // Codex
  exec_command: (command) => ({ cmd: command }),
};

/** Pushes what was written to the branch that the variable names, and reports it in the file that another one names. */
const push = (path: string): string =>
  [
    `git add ${path}`,
    "git -c user.name='Stub model' -c user.email=stub@example.org commit -q -m 'Change of the stub model'",
    `git push -q origin "HEAD:refs/heads/$KUBETASK_BRANCH"`,
    `printf '{"branch":"%s","verdict":"changed"}' "$KUBETASK_BRANCH" > "\${KUBETASK_RESULT:-/dev/null}"`,
  ].join(' && ');

/** The next call: a file is written, then it is pushed in mode `push`; undefined when nothing is left, or for a client without such a tool. */
export function toolCall(mode: 'tool' | 'push', request: ModelRequest, edit: Edit): Answer | undefined {
  if (request.toolResults === 0)
    return callOf(request, writers, (args) => args(placed(edit.path, request.text), edit.text));
  if (request.toolResults === 1 && mode === 'push') return callOf(request, shells, (args) => args(push(edit.path)));
  return undefined;
}

/** Of the first tool that the client offers and the table knows. */
function callOf<Tool>(
  { tools }: ModelRequest,
  known: Readonly<Record<string, Tool>>,
  argsOf: (tool: Tool) => Args,
): Answer | undefined {
  for (const name of tools) {
    const tool = known[name];
    if (tool) return { kind: 'tool', name, args: argsOf(tool) };
  }
  return undefined;
}

/** Clients say where they work: `working directory: /workspace/repo`, or a list of which the first is meant. */
function placed(path: string, said: string): string {
  const where = /working\s+(?:in the\s+)?(?:following\s+)?director(?:y|ies)[^/\n]{0,40}?[\s:`'"*-]+(\/[^\s`'",;]+)/i;
  const [, folder] = where.exec(said) ?? [];
  return folder === undefined ? path : `${folder.replace(/[.:/]+$/, '')}/${path}`;
}
