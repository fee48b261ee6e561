import type { Executor } from '../../executors/executor.js';
import type { KubernetesOptions } from '../../executors/kubernetes/kubernetes.js';
import type { ResolvedTask } from '../../plan/task-file/resolve-task.js';
import type { ExecutorName } from '../../plan/task-file/selection.js';
import type { LoadedFile } from './load-task-file.js';
import type { TaskCluster } from './task-cluster.js';

/** How the command line makes an executor of what the file and the options say. Each is loaded when it is used. */
interface Opener {
  /** Why the task, as it is written, cannot run there; undefined when it can. */
  readonly why: (task: ResolvedTask) => string | undefined;
  readonly open: (task: ResolvedTask, from: OpenFrom) => Promise<Executor>;
}

/** What an executor is made from. */
export interface OpenFrom {
  readonly loaded: LoadedFile;
  readonly env: NodeJS.ProcessEnv;
  /** What is copied to the container of a Pod before the task, and back after it. */
  readonly copies: Pick<KubernetesOptions, 'copy' | 'copyBack'>;
  /** The same connection for all tasks. */
  readonly cluster: () => Promise<TaskCluster>;
}

const noComponent = ({ component }: ResolvedTask) =>
  component ? undefined : 'the task has no component; set component';

export const openers: Readonly<Record<ExecutorName, Opener>> = {
  local: {
    why: () => undefined,
    open: async (_, { loaded: { folder }, env }) => {
      const { local } = await import('../../executors/local/local.js');
      return local({ env, directory: folder });
    },
  },
  container: {
    why: noComponent,
    open: async ({ component, whenStopped }, { loaded: { folder, file: taskFile }, env }) => {
      const { container } = await import('../../executors/container/container.js');
      const { file, projectName, engine } = taskFile.compose ?? {};
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
  kubernetes: {
    why: noComponent,
    open: async ({ component }, { cluster, copies }) => {
      const { kubernetes } = await import('../../executors/kubernetes/kubernetes.js');
      const { name = '', deployment = '', selector, container } = component ?? {};
      return kubernetes({
        ...(await cluster()),
        component: name,
        deployment,
        ...(selector ? { selector } : {}),
        ...(container ? { container } : {}),
        ...copies,
      });
    },
  },
  job: {
    why: ({ image }) => (image ? undefined : 'the task has no image; set image'),
    open: async ({ image = '' }, { cluster }) => {
      const { job } = await import('../../executors/job/job.js');
      return job({ ...(await cluster()), image });
    },
  },
};
