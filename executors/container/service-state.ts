import { parseJson } from './parse-json.js';

/** A container of a service, as `compose ps --format json` lists it. */
interface Listed {
  readonly ID?: string;
  readonly Name?: string;
  readonly Service?: string;
  readonly State?: string;
  /** podman-compose prints what `podman ps` prints. */
  readonly Id?: string;
  readonly Names?: readonly string[] | string;
  readonly Labels?: Readonly<Record<string, string>> | string;
}

/** Name of a container that runs one task; podman-compose lists it as if it were the service. */
export const OWN_NAME = 'kubetask-run-';

/**
 * The container of a service that runs: the first that compose lists.
 *
 * @param text of `compose ps --format json`: an array, or one object per line, as versions differ
 * @returns its ID, or undefined when none runs
 */
export function runningContainer(text: string, service: string): string | undefined {
  const found = listed(text).find(
    (container) => serviceOf(container) === service && container.State === 'running' && !isOwn(container),
  );
  return found?.ID ?? found?.Id ?? found?.Name;
}

function listed(text: string): readonly Listed[] {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  if (trimmed.startsWith('[')) return (parseJson(trimmed) as readonly Listed[] | null) ?? [];
  return trimmed.split('\n').map((line) => parseJson(line) as Listed);
}

function serviceOf({ Service, Labels }: Listed): string | undefined {
  if (Service || typeof Labels !== 'object') return Service;
  return Labels['com.docker.compose.service'] ?? Labels['io.podman.compose.service'];
}

const isOwn = ({ Name, Names }: Listed): boolean =>
  [Names ?? Name ?? []].flat().some((name) => name.startsWith(OWN_NAME));
