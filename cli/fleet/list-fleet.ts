import { resolve } from 'node:path';
import { systemClock } from '../../packages/work-queue/clock.js';
import type { FleetFile } from '../../plan/fleet/fleet.js';
import { UserError } from '../errors/user-error.js';
import { exitCodes } from '../exit-codes.js';
import { yamlOf } from '../output/yaml.js';
import type { Session } from '../session.js';
import { fleetOfHost } from './fleet-of-host.js';
import type { FleetOptions } from './fleet-options.js';
import { openHost } from './open-host.js';
import { replaceFile, writablePath } from './replace-file.js';

/** Writes the fleet of a Git host. Nothing is written before everything is known. */
export async function listFleet(session: Session, options: FleetOptions, clock = systemClock): Promise<number> {
  for (const path of options.path ?? []) checkPath(path);
  const file = options.output === undefined ? undefined : resolve(session.directory, options.output);
  if (file !== undefined) writablePath(file);
  const fleet = await fleetUnlessInterrupted(session, options, clock);
  if (!fleet) return exitCodes.interrupted;
  const text = yamlOf(fleet);
  if (file === undefined) await session.out.write(text);
  const isNew = file !== undefined && replaceFile(file, text);
  session.err.line(
    `${options.output ?? 'fleet'}: ${countsText(fleet)}${file === undefined || isNew ? '' : ', as before'}`,
  );
  return exitCodes.succeeded;
}

async function fleetUnlessInterrupted(
  session: Session,
  options: FleetOptions,
  clock: typeof systemClock,
): Promise<FleetFile | undefined> {
  try {
    return await fleetOfHost(openHost(options, session, clock), options);
  } catch (error) {
    if (session.interrupt.aborted) return undefined;
    throw error;
  }
}

/** Of the repository, as its host takes it. */
function checkPath(path: string): void {
  if (/^[^/]+(\/[^/]+)*$/.test(path) && !path.split('/').some((part) => /^\.\.?$/.test(part))) return;
  throw new UserError(
    `Cannot use --path '${path}': it leads out of a repository; give a path such as go.mod or deploy/chart`,
  );
}

/** `120 repositories; 14 excluded: 9 archived, 5 fork`. */
function countsText({ repositories, excluded = [] }: FleetFile): string {
  const counts = new Map<string, number>();
  for (const { reason } of excluded) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const reasons = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const shown = reasons.slice(0, 5).map(([reason, count]) => `${count} ${reason}`);
  const rest = reasons.length > shown.length ? ', …' : '';
  const what = repositories.length === 1 ? '1 repository' : `${repositories.length} repositories`;
  return excluded.length === 0 ? what : `${what}; ${excluded.length} excluded: ${shown.join(', ')}${rest}`;
}
