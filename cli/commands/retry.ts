import { Option } from 'commander';
import { ANNOTATION_RETRY_CHANGED, ANNOTATION_RETRY_PROMPT } from '../../api/labels.js';
import { withOptions } from '../args/options.js';
import { readPromptFile } from '../args/prompt-file.js';
import { outcomesOfRun } from '../cluster/outcomes-of-run.js';
import { resolveRun } from '../cluster/resolve.js';
import { defineCommand } from '../command-definition.js';
import { type CreateOptions, createOptions, createRun } from '../create-run.js';
import { UserError } from '../errors/user-error.js';
import { isBatchRun, nameOf, type Run, runState } from '../run/run-state.js';
import type { Prompt } from '../run/with-prompt.js';

interface RetryOptions extends CreateOptions {
  readonly force?: boolean;
  readonly changed?: boolean;
  readonly withPrompt?: string;
  readonly promptPath?: string;
}

export const retryCommand = defineCommand<RetryOptions>(
  'retry',
  (command) =>
    withOptions(
      command
        .summary('run the failed tasks of a BatchRun again')
        .description(
          'Create a BatchRun that runs the failed tasks of another BatchRun, with the contexts and the agent of their first run. If the Batch or the WorkspaceConfig has changed and a task no longer exists as it ran, nothing is created. Pass --changed to run such a task as it is now. The original run does not change. The annotations kubetask.io/retry-of and kubetask.io/retry-tasks of the new run name the original run and its tasks.',
        )
        .argument('<batchrun>', 'such as batchrun/x or @latest; batch/x means its newest run'),
      new Option('--force', 'retry before the run has finished'),
      new Option(
        '--changed',
        'run a task that has changed, for example with another agent image, as it is now; its name must be unique',
      ),
      new Option(
        '--with-prompt <file>',
        'replace the prompt of the tasks with the text of this file, or of standard input (-); the text is part of the task key, so the tasks get other keys and branches',
      ),
      new Option(
        '--prompt-path <path>',
        'file in the Pod that --with-prompt replaces (default: the prompt file of the agent, /workspace/task.md)',
      ),
      ...createOptions(),
    ),
  async (session, [name = ''], options) => {
    const cluster = await session.cluster();
    const { object } = await resolveRun(cluster, name, 'retry');
    const run = checked(object, options.force === true);
    const prompt = promptOf(options, session.directory);
    // The planner would double the start of every command.
    const { failedTasks, retryOfRun } = await import('../run/retry-of-run.js');
    const { templateOfRun } = await import('../cluster/template-of-run.js');
    const retry = retryOfRun(
      run,
      await templateOfRun(cluster, run),
      await outcomesOfRun(cluster, run, session.err),
      options.changed,
      prompt,
    );
    const failed = failedTasks(run).length;
    session.err.line(`retrying ${failed} of ${run.status?.progress?.total ?? failed} tasks of ${nameOf(run)}`);
    const changed = retry.metadata.annotations?.[ANNOTATION_RETRY_CHANGED];
    if (changed) session.err.line(`as they are now, not as they ran: ${changed}`);
    const text = retry.metadata.annotations?.[ANNOTATION_RETRY_PROMPT];
    if (text) session.err.line(`with another text, so with other keys and branches than ${nameOf(run)}: ${text}`);
    return createRun(session, cluster, retry, options);
  },
);

function promptOf({ withPrompt, promptPath }: RetryOptions, directory: string): Prompt | undefined {
  if (withPrompt !== undefined) return { text: readPromptFile(withPrompt, directory), path: checkedPath(promptPath) };
  if (promptPath === undefined) return undefined;
  throw new UserError('Cannot use --prompt-path alone: it says which file --with-prompt replaces', [
    'add --with-prompt and a file',
  ]);
}

function checkedPath(path: string | undefined): string | undefined {
  if (path === undefined || path.startsWith('/')) return path;
  throw new UserError(`Cannot use --prompt-path ${path}: it is a path in the Pod, and begins with /`);
}

function checked(run: Run, force: boolean) {
  if (!isBatchRun(run)) {
    throw new UserError(`Cannot retry ${nameOf(run)}: only the tasks of a BatchRun can be retried`, [
      `kubectl task rerun ${nameOf(run)} runs all of it again`,
    ]);
  }
  if (!runState(run).isFinished && !force) {
    throw new UserError(`Cannot retry ${nameOf(run)}: it has not finished, and more tasks may fail`, [
      `kubectl task wait ${nameOf(run)} waits until it has finished; --force retries the tasks that have failed so far`,
    ]);
  }
  return run;
}
