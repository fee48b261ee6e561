import { randomInt } from 'node:crypto';
import { BlockList, isIP } from 'node:net';

/**
 * An address of this machine for a Service of its own, where the system has many: all of 127.0.0.0/8 on Linux. Elsewhere
 * Services share one, and of two with the same port only the first is reached.
 */
export const serviceAddress = (platform: NodeJS.Platform = process.platform): string =>
  platform === 'linux' ? `127.${randomInt(64, 128)}.${randomInt(256)}.${randomInt(1, 255)}` : '127.0.0.1';

/** The addresses that Services may have: none that another machine could reach. */
export const serviceRange = (platform: NodeJS.Platform = process.platform): string =>
  platform === 'linux' ? '127.64.0.0/10' : '127.0.0.1/32';

/** Why a Service may not have this address, in the API server's words; undefined when it may. */
export function addressProblem(address: string, range = serviceRange()): string | undefined {
  if (isIP(address) === 0) return 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';
  const [start = '', bits] = range.split('/');
  const addresses = new BlockList();
  addresses.addSubnet(start, Number(bits));
  if (addresses.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')) return undefined;
  return `failed to allocate IP ${address}: the provided IP (${address}) is not in the valid range. The range of valid IPs is ${range}`;
}
