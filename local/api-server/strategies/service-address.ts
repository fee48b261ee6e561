import { randomInt } from 'node:crypto';

/**
 * An address of this machine for a Service of its own, where the system has many: all of 127.0.0.0/8 on Linux. Elsewhere
 * Services share one, and of two with the same port only the first is reached.
 */
export const serviceAddress = (platform: NodeJS.Platform = process.platform): string =>
  platform === 'linux' ? `127.${randomInt(64, 128)}.${randomInt(256)}.${randomInt(1, 255)}` : '127.0.0.1';
