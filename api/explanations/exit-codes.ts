import type { Explanation } from './explanation.js';

/** By exit code, in ascending order. */
type ExitCodes = Readonly<Record<number, Explanation>>;

const logs = 'kubectl task logs batchrun/<run> --task <task>';

/** What the exit code of an agent means. Any other says that the agent failed. */
export const agentExitCodes: ExitCodes = {
  0: { means: 'The work is done.', act: 'Nothing.' },
  42: {
    means: 'Bad input: the task fails with `BadInput` and is never retried.',
    see: logs,
    act: 'Correct the contexts, the key or the model.',
  },
  64: {
    means: 'The same as 42. It is `EX_USAGE` of `sysexits.h`.',
    see: logs,
    act: 'Correct the contexts, the key or the model.',
  },
  75: {
    means: 'A temporary failure, such as a rate limit. The Job tries again later, and no attempt is used.',
    see: logs,
    act: 'Nothing.',
  },
  126: { means: 'A command cannot be executed.', see: logs, act: 'Check the mode of the file and its first line.' },
  127: {
    means: 'A command was not found.',
    see: logs,
    act: 'Check that the image has the program, and that the script has no Windows line endings.',
  },
  137: {
    means: 'The container was killed: it reached its memory limit, or did not stop in time.',
    see: 'kubectl describe pod <pod>',
    act: 'Raise the memory limit, or handle SIGTERM.',
  },
  143: {
    means: 'The container was stopped with SIGTERM.',
    see: 'kubectl describe pod <pod>',
    act: 'Nothing, if you cancelled the run. Otherwise look up the reason of the task.',
  },
};

/** What the exit code of `kubectl task` means. */
export const commandExitCodes: ExitCodes = {
  0: { means: 'The command did what you asked. If it waits for a run: the run succeeded.', act: 'Nothing.' },
  1: {
    means:
      'An error: standard error has the cause. If the command waits for a run: the run failed. `doctor` found a problem, or you are not allowed to read a part of what `list` and `results` show.',
    act: 'Read standard error.',
  },
  2: {
    means:
      'The run was cancelled, or it no longer exists and its end is not known. For `plan --exit-code`: there are changes.',
    act: 'Nothing.',
  },
  124: {
    means: '`--timeout` passed. The run continues.',
    see: 'kubectl task wait <run>',
    act: 'Wait again, or cancel the run.',
  },
  125: {
    means: '`kubectl task run`: the task could not be started, or its end is not known.',
    act: 'Read standard error.',
  },
  130: { means: 'You pressed Ctrl-C. A run in the cluster continues.', act: 'Nothing, or cancel the run.' },
  141: { means: 'The reader of the output closed the pipe, as `head` does.', act: 'Nothing.' },
};

/** What the exit code of the controller means. */
export const controllerExitCodes: ExitCodes = {
  0: { means: 'The controller was asked to stop.', act: 'Nothing.' },
  1: {
    means: 'The controller cannot start, or it has lost its Lease. Kubernetes starts it again.',
    see: 'kubectl -n kubetask-system logs --selector app.kubernetes.io/component=controller --previous',
    act: 'Read the last line of its log.',
  },
  2: {
    means: 'A flag or a variable of the controller is not valid.',
    see: 'kubectl -n kubetask-system logs --selector app.kubernetes.io/component=controller --previous',
    act: 'Correct the setting that the log names.',
  },
};
