import type { Executor } from '../../executors/executor.js';
import type { ResolvedTask } from '../../plan/task-file/resolve-task.js';
import type { ExecutorName } from '../../plan/task-file/selection.js';
import type { LoadedFile } from './load-task-file.js';
import type { PlaceOptions } from './place-options.js';

/** How the command line makes an executor of what the file and the options say. Each is loaded when it is used. */
interface Opener {
  /** Why the task, as it is written, cannot run there; undefined when it can. */
  readonly why: (task: ResolvedTask) => string | undefined;
  readonly open: (task: ResolvedTask, loaded: LoadedFile, options: PlaceOptions) => Promise<Executor>;
}

const noComponent = ({ component }: ResolvedTask) =>
  component ? undefined : 'the task has no component; set component';

const soon = 'this version cannot run tasks there yet';

export const openers: Readonly<Record<ExecutorName, Opener>> = {
  local: {
    why: () => undefined,
    open: async (_, { folder }, { session: { env } }) => {
      const { local } = await import('../../executors/local/local.js');
      return local({ env, directory: folder });
    },
  },
  container: {
    why: noComponent,
    open: async ({ component, whenStopped }, { folder, file: { compose = {} } }, { session: { env } }) => {
      const { container } = await import('../../executors/container/container.js');
      const { file, projectName, engine } = compose;
      return container({
        service: component?.service ?? '',
        ...(file ? { file } : {}),
        ...(projectName ? { name: projectName } : {}),
        ...(engine ? { engine } : {}),
        whenStopped,
        directory: folder,
        env,
      });
    },
  },
  kubernetes: { why: () => soon, open: () => Promise.reject(new TypeError(soon)) },
  job: { why: () => soon, open: () => Promise.reject(new TypeError(soon)) },
};
