import { type ClusterExecutor, executorPermissions } from '../../api/executor-permissions.js';
import { inParallel } from '../../packages/kubernetes-client/in-parallel.js';
import { namespaceOf } from '../../plan/task-file/namespace.js';
import type { Cluster } from '../cluster/cluster.js';
import { UserError } from '../errors/user-error.js';
import { hasTaskFile } from '../executors/find-task-file.js';
import { type LoadedFile, loadTaskFile } from '../executors/load-task-file.js';
import type { Session } from '../session.js';
import type { Check } from './check.js';
import { type AskedRight, isAllowed } from './is-allowed.js';

/** The task file that is found from here, and the rights of the executors that its tasks can use. Empty without a file. */
export async function examineTaskFile(
  { directory, env }: Pick<Session, 'directory' | 'env'>,
  cluster: Cluster,
  namespaceFlag: string | undefined,
): Promise<Check[]> {
  if (!hasTaskFile(directory)) return [];
  try {
    const loaded = loadTaskFile(directory, {}, env);
    const tasks = Object.keys(loaded.file.tasks ?? {}).length;
    const file: Check = { title: 'task file', state: 'good', detail: `${loaded.name}: ${tasks} tasks` };
    const choice = namespaceOf({ flag: namespaceFlag, env: env['K8S_NAMESPACE'], file: loaded.kubernetes().namespace });
    const namespace = 'namespace' in choice ? choice.namespace : cluster.namespace;
    return [file, ...(await Promise.all(executorsOf(loaded).map((name) => examineExecutor(cluster, name, namespace))))];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [{ title: 'task file', state: 'bad', detail: error.message, fix: error.hints }];
  }
}

/** Those that a task could use by what it says. */
function executorsOf({ file, anyway }: LoadedFile): ClusterExecutor[] {
  const tasks = anyway(Object.keys(file.tasks ?? {}));
  const could = (name: ClusterExecutor) => tasks.filter(({ executors = [name] }) => executors.includes(name));
  return [
    ...(could('kubernetes').some(({ component }) => component) ? (['kubernetes'] as const) : []),
    ...(could('job').some(({ image }) => image) ? (['job'] as const) : []),
  ];
}

async function examineExecutor(cluster: Cluster, name: ClusterExecutor, namespace: string): Promise<Check> {
  const answers = await inParallel(rightsOf(name), 8, async (right) => ({
    right,
    allowed: await isAllowed(cluster, right, namespace),
  }));
  const refused = answers.filter(({ allowed }) => !allowed);
  const title = `-x ${name}`;
  if (refused.length === 0) return { title, state: 'good', detail: `allowed in namespace ${namespace}` };
  const lines = refused.map(({ right }) => canI(right, namespace));
  const role = `kubectl task rbac --executor ${name} -n ${namespace} prints a Role that allows it`;
  return { title, state: 'bad', detail: `not allowed in namespace ${namespace}`, fix: [role, ...lines] };
}

const rightsOf = (name: ClusterExecutor): AskedRight[] =>
  executorPermissions[name].flatMap(({ apiGroup, resources, verbs }) =>
    resources.flatMap((whole) => {
      const [resource = '', subresource] = whole.split('/');
      return verbs.map((verb) => ({ verb, group: apiGroup, resource, ...(subresource ? { subresource } : {}) }));
    }),
  );

function canI({ verb, group, resource, subresource }: AskedRight, namespace: string): string {
  const whole = group === '' ? resource : `${resource}.${group}`;
  return `kubectl auth can-i ${verb} ${whole}${subresource ? `/${subresource}` : ''} -n ${namespace}`;
}
