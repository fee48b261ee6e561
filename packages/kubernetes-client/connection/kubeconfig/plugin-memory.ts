import type { Clock } from '../../../work-queue/clock.js';
import type { ExecCredentialStatus } from './exec-plugin.js';

/** Asked again so long before a credential expires. */
const leewayMilliseconds = 30_000;

/**
 * Remembers what a credential plugin answered until shortly before it expires, or until the server refuses it: a plugin
 * may take seconds and open a browser.
 */
export class PluginMemory {
  private known: ExecCredentialStatus | undefined;

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  /** The remembered credential, or what `ask` answers. @param refresh the server has refused what is remembered */
  async get(refresh: boolean, ask: () => Promise<ExecCredentialStatus>): Promise<ExecCredentialStatus> {
    if (!this.known || refresh || this.isExpired(this.known)) this.known = await ask();
    return this.known;
  }

  private isExpired({ expirationTimestamp }: ExecCredentialStatus): boolean {
    if (expirationTimestamp === undefined) return false;
    return Date.parse(expirationTimestamp) - leewayMilliseconds <= this.clock.now();
  }
}
