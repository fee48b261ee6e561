import { UserError } from '../../errors/user-error.js';
import type { ApiOptions } from './api-options.js';

/** An answer as it came, after redirects. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Where it came from. */
  readonly url: URL;
}

const mostRedirects = 5;
const mostBytes = 64 * 1024 * 1024;
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * One GET request. Redirects are followed: repositories and groups have been renamed. Another origin gets no token.
 *
 * @throws UserError for an answer that no attempt makes better; Error when there is no answer
 */
export async function requestOnce(asked: URL, options: ApiOptions): Promise<RawAnswer> {
  let url = asked;
  for (let count = 0; count <= mostRedirects; count += 1) {
    const response = await fetch(url, {
      headers: headersFor(url, options),
      redirect: 'manual',
      signal: AbortSignal.any([options.interrupt, AbortSignal.timeout(options.timeoutSeconds * 1000)]),
    });
    const location = response.headers.get('location');
    if (!redirects.has(response.status) || location === null) {
      return { status: response.status, headers: response.headers, text: await textOf(response, asked), url };
    }
    await response.body?.cancel();
    url = redirected(location, url, asked);
  }
  throw new UserError(`Cannot read ${asked.href}: it redirects more than ${mostRedirects} times`);
}

function headersFor(url: URL, { base, token, authorization, headers = {} }: ApiOptions): Record<string, string> {
  const common = { accept: 'application/json', 'user-agent': 'kubectl-task', ...headers };
  return token && url.origin === base.origin ? { ...common, authorization: authorization(token.value) } : common;
}

function redirected(location: string, from: URL, asked: URL): URL {
  const url = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (url && ['http:', 'https:'].includes(url.protocol) && url.username === '' && url.password === '') return url;
  throw new UserError(`Cannot read ${asked.href}: it redirects to an address that is not one of http or https`);
}

async function textOf({ body }: Response, asked: URL): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  // The declarations of Node.js do not say that this stream is iterable.
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new UserError(`Cannot read ${asked.href}: the answer has more than 64 MiB`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
