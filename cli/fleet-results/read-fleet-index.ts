import { readFileSync } from 'node:fs';
import { formatFieldError } from '../../packages/structural-schema/field-error.js';
import { type FleetIndex, fleetIndexErrors } from '../../plan/fleet/fleet-index.js';
import { whyUnreadable } from '../../plan/text/why-unreadable.js';
import { UserError } from '../errors/user-error.js';

const wanted = 'give the fleet.json that a FleetConstruct writes to its output folder';

/** @param path absolute @param name as the user wrote it @throws UserError */
export function readFleetIndex(path: string, name: string): FleetIndex {
  const value = parsed(textOf(path, name), name);
  const errors = fleetIndexErrors(value);
  const [first] = errors;
  if (!first) return value as FleetIndex;
  const more = errors.length > 1 ? [`and ${errors.length - 1} more`] : [];
  throw new UserError(`Cannot read ${name}: ${formatFieldError(first)}`, [...more, wanted]);
}

function textOf(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError(`Cannot read ${name}: ${whyUnreadable(error)}`, [wanted], { cause: error });
  }
}

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`Cannot read ${name}: it is not JSON: ${(error as Error).message}`, [wanted], { cause: error });
  }
}
