import { ExecutionFailure } from '../execution-failure.js';
import type { Ran } from '../process/run-program.js';
import type { Compose } from './engine.js';

/** An engine whose daemon does not answer: another one may. */
export class EngineDown extends ExecutionFailure {}

const engineDown =
  /cannot connect to the docker daemon|cannot connect to podman|cannot access containerd|is the docker daemon running|connection refused|connect: permission denied|failed to connect to the docker api/i;
const noFile =
  /no configuration file provided|no compose\.yaml, docker-compose\.yml|missing files: \[|compose\.ya?ml.*not found|open .*: no such file or directory/i;
/** It does not know what is asked of it. */
const tooOld = /unrecognized arguments|unknown (flag|shorthand)|no such option/i;
/** Of the programs whose output we read. */
export const knownVersions = 'use Docker Compose 2, podman-compose 1.1 or nerdctl 1, or later';

/** What `podman compose` adds about the program that it starts. */
const ofPodman = /^Error: executing .*: exit status \d+$/;

/**
 * Why compose did not do what it was asked, and what to do. Pure.
 *
 * @param ran undefined when there is no such program
 */
export function composeFailure({ engine, text }: Compose, ran: Ran | undefined): ExecutionFailure {
  if (ran === undefined) return new ExecutionFailure(`Cannot find ${engine}`, [`put ${engine} on PATH`]);
  if (engineDown.test(ran.stderr)) {
    return /permission denied/i.test(ran.stderr)
      ? new EngineDown(`Cannot reach ${engine}: you may not use its socket`, [`let your user use ${engine}`])
      : new EngineDown(`Cannot reach ${engine}: it is not running`, [start(engine)]);
  }
  const said = lastLine(ran.stderr);
  if (noFile.test(ran.stderr)) {
    return new ExecutionFailure(`Cannot find a compose file: ${said}`, [
      'add compose.yaml, or name its path in compose.file',
    ]);
  }
  return new ExecutionFailure(
    `${text()} fails: ${said || `exit code ${ran.exitCode}`}`,
    tooOld.test(ran.stderr) ? [knownVersions] : [],
  );
}

const start = (engine: string): string =>
  engine === 'podman' ? 'start it: podman machine start, or systemctl --user start podman.socket' : `start ${engine}`;

/** The last thing that compose itself said. */
export function lastLine(stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.trim());
  return lines.findLast((line) => line !== '' && !ofPodman.test(line)) ?? '';
}
