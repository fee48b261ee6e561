import type { V1Container } from '@kubernetes/client-node';
import { setupContainers } from '../../api/containers.js';
import type { CommandContext } from '../../api/generated/kinds.js';
import { literal } from '../../packages/kubernetes-conventions/literal.js';
import { commandScript } from '../pod/command-script.js';
import { scriptContainer } from '../pod/init-container.js';
import { producedMount, producedPath } from '../pod/produced-parts.js';
import { setupScript } from '../pod/setup-script.js';
import { counted } from '../task-key/counted.js';
import { commandFields } from '../task-key/counted-fields.js';
import type { ContextType } from './context-type.js';
import { plannedFiles, producedParts } from './file.js';

const DEFAULT_MAX_BYTES = 32768;
const DEFAULT_TIMEOUT_SECONDS = 60;

const runCommand = setupScript(setupContainers.command.name, commandScript);

/** A text that a command writes: one init container of the command's own image runs it, and only it has its Secrets. */
export const commandContext: ContextType = {
  type: 'Command',
  problems: () => [],
  work: ({ command }) => command && counted(commandFields, command),
  scripts: (contexts) => (contexts.some(({ context }) => context.command) ? [runCommand] : []),
  podPart(contexts) {
    const locations = producedParts(plannedFiles(contexts));
    const commands = contexts.flatMap(({ context: { command }, path }) =>
      command ? [{ command, path: `${path}.command` }] : [],
    );
    return {
      initContainers: commands.map(({ command, path }, i) => commandContainer(command, i, locations.get(path) ?? '')),
    };
  },
};

function commandContainer(command: CommandContext, i: number, location: string): V1Container {
  const { image, script, env = [], maxBytes, timeoutSeconds, filePath } = command;
  return scriptContainer(runCommand, {
    name: `${setupContainers.command.name}-${i}`,
    image,
    env: [
      { name: 'KUBETASK_SCRIPT', value: literal(script) },
      { name: 'KUBETASK_FILE', value: literal(filePath) },
      { name: 'KUBETASK_TARGET', value: producedPath(location) },
      { name: 'KUBETASK_MAX_BYTES', value: String(maxBytes ?? DEFAULT_MAX_BYTES) },
      { name: 'KUBETASK_TIMEOUT_SECONDS', value: String(timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS) },
      ...env.map(({ name, secretKeyRef }) => ({ name, valueFrom: { secretKeyRef: { ...secretKeyRef } } })),
    ],
    volumeMounts: [producedMount],
  });
}
