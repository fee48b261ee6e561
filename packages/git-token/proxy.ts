import { type ClientRequest, request } from 'node:http';
import type { Socket } from 'node:net';

type Environment = Readonly<Record<string, string | undefined>>;

/** The proxy for a URL, as HTTPS_PROXY, HTTP_PROXY and NO_PROXY name it. */
export function proxyFor({ hostname, protocol }: URL, env: Environment): URL | undefined {
  const [upper, lower] = protocol === 'https:' ? ['HTTPS_PROXY', 'https_proxy'] : ['HTTP_PROXY', 'http_proxy'];
  const proxy = env[upper] || env[lower];
  const exceptions = (env['NO_PROXY'] || env['no_proxy'] || '')
    .split(',')
    .map((one) => one.trim().replace(/^\*?\./, ''));
  const isDirect = exceptions.some(
    (name) => name === '*' || (name !== '' && (hostname === name || hostname.endsWith(`.${name}`))),
  );
  return proxy && !isDirect ? new URL(proxy) : undefined;
}

/** A connection to the host of a URL through the proxy, which resolves the name itself. */
export function tunnel(proxy: URL, { hostname, port }: URL, signal: AbortSignal): Promise<Socket> {
  const authority = `${hostname}:${port || 443}`;
  return new Promise((resolve, reject) => {
    const asked: ClientRequest = request({
      host: proxy.hostname,
      port: proxy.port || 80,
      method: 'CONNECT',
      path: authority,
      headers: { host: authority, ...proxyHeaders(proxy) },
      signal,
    });
    asked.once('connect', ({ statusCode }, socket) =>
      statusCode === 200 ? resolve(socket) : reject(new Error(`the proxy answers ${statusCode}`)),
    );
    asked.once('error', reject).end();
  });
}

/** The login of a proxy whose URL has one. */
export function proxyHeaders({ username, password }: URL): Record<string, string> {
  if (!username) return {};
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` };
}
