import type { Verb } from '../cluster/cluster-error.js';
import type { Check } from './check.js';

/** One thing that a command needs to be allowed to do. */
export interface Permission {
  readonly verb: Verb;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  /** The commands that need it. */
  readonly commands: string;
}

const own = (verb: Verb, resource: string, commands: string): Permission => ({
  verb,
  group: 'kubetask.io',
  resource,
  commands,
});
const both = (verb: Verb, commands: string): Permission[] => [
  own(verb, 'batchruns', commands),
  own(verb, 'taskruns', commands),
];

const commandsOf = { get: 'get, describe, wait, logs', list: 'list', watch: 'wait, logs -f', delete: 'delete' };

/** Everything that the commands do in a namespace. */
export const permissions: readonly Permission[] = [
  ...both('get', 'get, describe, wait, logs'),
  ...both('list', 'list, @latest'),
  ...both('watch', 'wait, logs -f'),
  ...both('create', 'start, retry, rerun'),
  ...both('patch', 'cancel, pause, resume'),
  ...both('delete', 'delete'),
  own('get', 'batches', 'start, describe, retry'),
  own('get', 'tasks', 'start'),
  ...(['agentbuilds', 'agents'] as const).flatMap((resource) =>
    (['get', 'list', 'watch', 'delete'] as const).map((verb) => ({
      verb,
      group: 'beeai.dev',
      resource,
      commands: `${commandsOf[verb]} of ${resource}`,
    })),
  ),
  { verb: 'list', group: '', resource: 'pods', commands: 'logs' },
  { verb: 'watch', group: '', resource: 'pods', commands: 'logs -f' },
  { verb: 'get', group: '', resource: 'pods', subresource: 'log', commands: 'logs' },
  { verb: 'list', group: '', resource: 'events', commands: 'describe' },
  { verb: 'get', group: '', resource: 'configmaps', commands: 'results of more than 500 tasks' },
];

/** @param refused what the server said no to */
export function examineAccess(refused: readonly Permission[], namespace: string): Check {
  const title = 'access';
  if (refused.length === 0) {
    return { title, state: 'good', detail: `all commands are allowed in namespace ${namespace}` };
  }
  const lines = refused.map((permission) => `${canI(permission, namespace)}  (${permission.commands})`);
  const detail = `${refused.length} of ${permissions.length} permissions missing in namespace ${namespace}`;
  return { title, state: 'bad', detail, fix: ['ask for a Role that allows these:', ...lines] };
}

function canI({ verb, group, resource, subresource }: Permission, namespace: string): string {
  const whole = group === '' ? resource : `${resource}.${group}`;
  const sub = subresource === undefined ? '' : ` --subresource=${subresource}`;
  return `kubectl auth can-i ${verb} ${whole}${sub} -n ${namespace}`;
}
