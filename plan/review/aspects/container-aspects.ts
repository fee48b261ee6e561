import { isSetupContainer, setupContainers } from '../../../api/containers.js';
import { isJsonObject, type JsonObject } from '../../../packages/structural-schema/json-schema-props.js';
import { containersOf, itemsOf, type PodContainer, type PodTemplate } from '../../pod-security/pod-templates.js';
import { type Aspect, aspect, aspectValue } from './aspect.js';

/** Of all containers: those that do the work, and those that prepare it. */
export function containerAspects(pod: PodTemplate): Aspect[] {
  const containers = containersOf(pod).map(({ container }) => container);
  const work = containers.filter((container) => !isSetupContainer(nameOf(container)));
  const setup = containers.filter((container) => isSetupContainer(nameOf(container)));
  const images = new Set(work.map(({ image }) => image));
  return [...work.flatMap(workAspects), ...setup.flatMap((container) => setupAspects(container, images))];
}

const nameOf = ({ name }: JsonObject): string => (typeof name === 'string' ? name : '');

const known = new Set([
  ...['name', 'image', 'command', 'args', 'env', 'resources', 'volumeMounts', 'imagePullPolicy'],
  ...['terminationMessagePath', 'terminationMessagePolicy'],
]);

function workAspects(container: JsonObject): Aspect[] {
  const name = nameOf(container);
  const others = Object.keys(container).filter((field) => !known.has(field));
  return [
    ...aspect('Image', name, container['image']),
    ...commandAspects(container, name),
    ...aspect('Resources', name, container['resources']),
    ...itemsOf(container, 'env', '').flatMap(variableAspect),
    ...others.flatMap((field) => aspect('Pod', `${name}: ${field}`, container[field], field)),
  ];
}

/** A script is a text of its own; what is around it is the command. */
function commandAspects(container: JsonObject, name: string): Aspect[] {
  const list = (field: string): unknown[] => (Array.isArray(container[field]) ? container[field] : []);
  const scripts = [...list('command'), ...list('args')].filter((one) => typeof one === 'string' && one.includes('\n'));
  const rest = (field: string) => list(field).filter((one) => !scripts.includes(one));
  return [
    ...scripts.flatMap((script) => aspect('Script', name, script)),
    ...(['command', 'args'] as const).flatMap((field) =>
      list(field).length > 0 ? aspect('Command', `${name}: ${field}`, rest(field), field) : [],
    ),
  ];
}

/** What kubetask itself sets, and what follows from the names of the task and the run. */
const contract = /^(TASK_NAME|TASK_NAMESPACE|HOME|KUBETASK_.*)$/;

function variableAspect({ container: variable }: PodContainer): Aspect[] {
  const name = nameOf(variable);
  if (contract.test(name)) return [];
  const { valueFrom } = variable;
  if (!isJsonObject(valueFrom)) return aspect('Env', name, variable['value'] ?? '');
  const isSecret = isJsonObject(valueFrom['secretKeyRef']);
  return aspect(isSecret ? 'Credential' : 'Env', name, valueFrom, 'valueFrom');
}

/** Where containers that prepare the work put what they make: it follows from everything else. */
const places = new Set([
  ...['HOME', 'WORKSPACE_DIR', 'KUBETASK_MESSAGE', 'KUBETASK_PARTS', 'KUBETASK_PRODUCED', 'KUBETASK_PASSWD'],
  ...['KUBETASK_TARGET', 'GIT_SECRET_DIR'],
]);

/** What users set of them reaches them as variables; their scripts are those of the planner. */
function setupAspects(container: JsonObject, imagesOfWork: ReadonlySet<unknown>): Aspect[] {
  const name = nameOf(container);
  const { image } = container;
  const isClone = name.startsWith(`${setupContainers.clone.name}-`);
  const number = /-(\d+)$/.exec(name)?.[1] ?? '0';
  const of = number === '0' ? '' : ` of repository ${Number(number) + 1}`;
  return [
    ...(imagesOfWork.has(image) ? [] : aspect('Image', imageSubject(name), image)),
    ...itemsOf(container, 'env', '').flatMap(({ container: variable }) => {
      const field = nameOf(variable);
      if (places.has(field)) return [];
      const value = variable['value'] ?? variable['valueFrom'];
      if (field === 'KUBETASK_SCRIPT') return aspect('Script', name, value);
      if (isClone) return aspect('Repository', `${repositoryField(field)}${of}`, value, field);
      return aspect('Context', `${name}: ${field}`, value, field);
    }),
    ...(container['command'] === undefined
      ? []
      : [
          {
            type: 'Planner' as const,
            subject: `script of ${name}`,
            values: [aspectValue(container['command'], 'command')],
          },
        ]),
  ];
}

/** Containers that run the same image are one: the settings have one image for them. */
const imageSubject = (name: string): string =>
  [setupContainers.tools.name, setupContainers.fetch.name, setupContainers.command.name].find((known) =>
    name.startsWith(known),
  ) ?? 'preparation';

/** `GIT_BRANCH` is the branch. */
const repositoryField = (variable: string): string =>
  variable.replace(/^GIT_/, '').toLowerCase().replaceAll('_', ' ').replace('url', 'URL');
