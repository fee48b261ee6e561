/** A container of a service, as `compose ps --format json` tells it. */
interface Listed {
  readonly Service?: string;
  readonly State?: string;
  /** podman-compose, which prints what `podman ps` prints. */
  readonly Labels?: Readonly<Record<string, string>> | string;
}

/**
 * Whether a container of the service runs.
 *
 * @param text of `compose ps --format json`: an array, or one object per line, as versions differ
 */
export function isRunning(text: string, service: string): boolean {
  return listed(text).some((container) => serviceOf(container) === service && container.State === 'running');
}

function listed(text: string): readonly Listed[] {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  if (trimmed.startsWith('[')) return JSON.parse(trimmed) ?? [];
  return trimmed.split('\n').map((line) => JSON.parse(line));
}

function serviceOf({ Service, Labels }: Listed): string | undefined {
  if (Service || typeof Labels !== 'object') return Service;
  return Labels['com.docker.compose.service'] ?? Labels['io.podman.compose.service'];
}
