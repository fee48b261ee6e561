import { UserError } from '../../errors/user-error.js';
import type { ApiOptions } from './api-options.js';
import { nextPage } from './next-page.js';
import { type RawAnswer, requestOnce } from './request.js';
import { withoutToken } from './token.js';
import { Waits } from './waits.js';

export interface Answer {
  /** 200, or one of the accepted ones. */
  readonly status: number;
  /** The JSON of a 200; undefined for other answers. */
  readonly body: unknown;
  readonly headers: Headers;
}

/** Attempts of a request that gets no answer, or an answer of 500 or more. */
const attempts = 3;

/** No owner has so many repositories: a server that always names another page is not followed forever. */
const mostPages = 5000;

/** A read-only client of the API of a Git host. The token is sent to the origin of `base` alone. */
export class ApiClient {
  readonly #waits: Waits;

  constructor(readonly options: ApiOptions) {
    this.#waits = new Waits(options);
  }

  get origin(): string {
    return this.options.base.origin;
  }

  /**
   * The items of all pages, in the order of the server.
   *
   * @throws UserError
   */
  async list(path: string, query: Readonly<Record<string, string>>): Promise<unknown[]> {
    const items: unknown[] = [];
    const seen = new Set<string>();
    let search: URLSearchParams | undefined = new URLSearchParams(query);
    while (search) {
      const { body, headers } = await this.get(path, search);
      const url = this.urlOf(path, search).href;
      if (!Array.isArray(body)) throw new UserError(`Cannot read ${url}: the answer is not a list`);
      items.push(...body);
      seen.add(search.toString());
      search = nextPage(headers);
      if (search && seen.has(search.toString())) {
        throw new UserError(`Cannot read ${url}: its next page is one that was already read`);
      }
      if (seen.size >= mostPages) throw new UserError(`Cannot read ${url}: the list has more than ${mostPages} pages`);
    }
    return items;
  }

  /**
   * @param accepted statuses beside 200 that are an answer, too
   * @throws UserError that says what to do
   */
  async get(path: string, search = new URLSearchParams(), accepted: readonly number[] = []): Promise<Answer> {
    const url = this.urlOf(path, search);
    for (let failures = 0; ; ) {
      await this.#waits.untilAllowed();
      const answer = await this.#attempt(url, failures + 1 < attempts);
      if (!answer) {
        failures += 1;
        await this.#waits.pause(failures);
      } else if (!this.#waits.isLimited(answer)) return this.#understood(answer, url, accepted);
    }
  }

  urlOf(path: string, search: URLSearchParams): URL {
    const url = new URL(`${this.options.base.href.replace(/\/+$/, '')}${path}`);
    url.search = search.toString();
    return url;
  }

  /** Undefined when another attempt may help, and there is one. */
  async #attempt(url: URL, hasMore: boolean): Promise<RawAnswer | undefined> {
    try {
      const answer = await requestOnce(url, this.options);
      const isServerError = answer.status >= 500 && !answer.headers.has('retry-after');
      return isServerError && hasMore ? undefined : answer;
    } catch (error) {
      if (error instanceof UserError || this.options.interrupt.aborted) throw error;
      if (hasMore) return undefined;
      throw new UserError(
        `Cannot reach ${url.origin}: ${this.#safe(reasonOf(error))}`,
        ['is the address right, and is a VPN or proxy needed? --api-url names another API'],
        { cause: error },
      );
    }
  }

  #understood({ status, headers, text, url }: RawAnswer, asked: URL, accepted: readonly number[]): Answer {
    if (status !== 200) {
      if (accepted.includes(status)) return { status, headers, body: undefined };
      throw this.#rejected(status, text, url, asked);
    }
    try {
      return { status, headers, body: JSON.parse(text) };
    } catch {
      const type = headers.get('content-type') ?? 'no type';
      throw new UserError(`Cannot read ${asked.href}: the answer is not JSON but ${this.#safe(type)}`, [
        'is --api-url the address of the API? A login page of a proxy answers so, too',
      ]);
    }
  }

  #rejected(status: number, text: string, url: URL, asked: URL): UserError {
    const { token } = this.options;
    const moved =
      url.origin === asked.origin ? [] : [`${asked.origin} redirects to ${url.origin}, which gets no token`];
    const message = `Cannot read ${asked.href}: the server answers ${status}${this.#safe(messageIn(text))}`;
    if (status === 401) {
      const cause = token ? `the token in ${token.variable} is wrong or has expired` : 'a token is needed';
      return new UserError(message, [cause, ...moved]);
    }
    const rights = token
      ? `the token in ${token.variable} may not have the right to read it`
      : 'without a token, only public repositories are visible';
    return new UserError(message, [...(status === 403 || status === 404 ? [rights] : []), ...moved]);
  }

  #safe(text: string): string {
    return withoutToken(text, this.options.token);
  }
}

/** What the server says in JSON, on one line. */
function messageIn(text: string): string {
  try {
    const { message, error } = JSON.parse(text) as { message?: unknown; error?: unknown };
    const words = [message, error].find((one) => typeof one === 'string');
    return words === undefined ? '' : `: ${words.replace(/[\p{C}\p{Z}]+/gu, ' ').slice(0, 300)}`;
  } catch {
    return '';
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer in time';
  return error.cause instanceof Error
    ? error.cause.message || String((error.cause as NodeJS.ErrnoException).code)
    : error.message;
}
