// Fetches one text for a context of type Http: GET over HTTPS, redirects checked anew, into a file. No dependencies.
// Parameters come from the environment (see docs/contexts.md); the reason for a failure goes to $KUBETASK_MESSAGE.
import { lookup } from 'node:dns';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAX_REDIRECTS = 5;

/** Addresses that are not on the public internet: https://www.iana.org/assignments/iana-ipv4-special-registry/ */
const privateIpv4 = new net.BlockList();
for (const range of [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]) {
  const [address, prefix] = range.split('/');
  privateIpv4.addSubnet(address, Number(prefix), 'ipv4');
}

/** Of IPv6 only 2000::/3 is public, less what carries another address or none: Teredo, ORCHID, documentation, 6to4. */
const publicIpv6 = new net.BlockList();
publicIpv6.addSubnet('2000::', 3, 'ipv6');
const privateIpv6 = new net.BlockList();
privateIpv6.addSubnet('2001::', 23, 'ipv6');
privateIpv6.addSubnet('2001:db8::', 32, 'ipv6');
privateIpv6.addSubnet('2002::', 16, 'ipv6');
privateIpv6.addSubnet('3fff::', 20, 'ipv6');

/** Whether an address is private, link-local, loopback or otherwise not on the public internet. */
export function isPrivateAddress(address) {
  if (net.isIPv4(address)) return privateIpv4.check(address, 'ipv4');
  return !publicIpv6.check(address, 'ipv6') || privateIpv6.check(address, 'ipv6');
}

/** A failure that no retry and no `optional` heals. */
class Refusal extends Error {}

/** The URL for messages: without its query, which may carry a secret. */
const shown = ({ origin, pathname }) => `${origin}${pathname}`;

/** What of a JSON document RFC 6901 points to: a string as it is, anything else as JSON. */
export function pointed(text, pointer) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error('the answer is not JSON, and jsonPointer needs JSON');
  }
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, key))
      throw new Error(`the answer has nothing at jsonPointer ${pointer}`);
    value = value[key];
  }
  return typeof value === 'string' ? value : `${JSON.stringify(value, null, 2)}\n`;
}

/** Resolves a name and refuses private addresses, so that the address that was checked is the address that is used. */
const publicLookup = (hostname, options, callback) =>
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error);
    const bad = addresses.find(({ address }) => isPrivateAddress(address));
    if (bad)
      return callback(new Refusal(`${hostname} is the private address ${bad.address}; set allowPrivate to permit it`));
    if (options.all) return callback(null, addresses);
    callback(null, addresses[0].address, addresses[0].family);
  });

function checkUrl(url, { allowPrivate }) {
  if (url.protocol !== 'https:') throw new Refusal(`${shown(url)} is not https; give an https URL`);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!allowPrivate && net.isIP(host) && isPrivateAddress(host))
    throw new Refusal(`${host} is a private address; set allowPrivate to permit it`);
}

/** The proxy for a host, as HTTPS_PROXY and NO_PROXY name it. */
export function proxyFor({ hostname }, env) {
  const proxy = env.HTTPS_PROXY || env.https_proxy;
  const exceptions = (env.NO_PROXY || env.no_proxy || '').split(',').map((entry) => entry.trim().replace(/^\*?\./, ''));
  const isDirect = exceptions.some(
    (name) => name === '*' || (name && (hostname === name || hostname.endsWith(`.${name}`))),
  );
  return proxy && !isDirect ? new URL(proxy) : undefined;
}

/** A connection to the host through the proxy, which resolves the name itself. */
function tunnel(proxy, url, signal) {
  return new Promise((resolve, reject) => {
    const authority = `${url.hostname}:${url.port || 443}`;
    const authorization = proxy.username
      ? {
          'proxy-authorization': `Basic ${Buffer.from(`${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`).toString('base64')}`,
        }
      : {};
    const request = http.request({
      host: proxy.hostname,
      port: proxy.port || 80,
      method: 'CONNECT',
      path: authority,
      headers: { host: authority, ...authorization },
      signal,
    });
    request.once('connect', ({ statusCode }, socket) =>
      statusCode === 200 ? resolve(socket) : reject(new Error(`the proxy answered ${statusCode}`)),
    );
    request.once('error', reject).end();
  });
}

/** One GET. @returns the body, or where the answer redirects to */
async function getOnce(url, { headers, maxBytes, allowPrivate, signal, env }) {
  const proxy = proxyFor(url, env);
  const socket = proxy ? await tunnel(proxy, url, signal) : undefined;
  return new Promise((resolve, reject) => {
    const request = https.get(url, {
      signal,
      agent: false,
      headers: { 'user-agent': 'kubetask-fetch', 'accept-encoding': 'identity', accept: '*/*', ...headers },
      ...(socket ? { socket } : {}),
      ...(allowPrivate ? {} : { lookup: publicLookup }),
    });
    request.once('error', reject);
    request.once('response', (response) => {
      const { statusCode, headers: answered } = response;
      const { location } = answered;
      if (statusCode >= 300 && statusCode < 400 && location) {
        response.destroy();
        return resolve({ location: new URL(location, url) });
      }
      if (statusCode < 200 || statusCode > 299) {
        response.destroy();
        return reject(new Error(`${shown(url)} answered ${statusCode}`));
      }
      const chunks = [];
      let bytes = 0;
      response.on('data', (chunk) => {
        bytes += chunk.length;
        chunks.push(chunk);
        if (bytes > maxBytes) response.destroy(new Error(`the answer has more than maxBytes (${maxBytes}) bytes`));
      });
      response.once('error', reject);
      response.once('end', () => resolve({ body: Buffer.concat(chunks) }));
    });
  });
}

/** Follows redirects, each checked like the first URL; headers go to the first origin alone. */
export async function fetchText(start, options) {
  let url = new URL(start);
  const { origin } = url;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    checkUrl(url, options);
    const { location, body } = await getOnce(url, {
      ...options,
      headers: url.origin === origin ? options.headers : {},
    });
    if (!location) return body;
    url = location;
  }
  throw new Error(`${shown(url)}: more than ${MAX_REDIRECTS} redirects`);
}

/** Headers of the environment: FETCH_HEADER_0_NAME with FETCH_HEADER_0_VALUE, and so on. */
const headersOf = (env) =>
  Object.fromEntries(
    Object.entries(env).flatMap(([key, name]) => {
      const [, index] = /^FETCH_HEADER_(\d+)_NAME$/.exec(key) ?? [];
      return index === undefined ? [] : [[name, env[`FETCH_HEADER_${index}_VALUE`].replace(/[\r\n]+$/, '')]];
    }),
  );

async function main(env) {
  const seconds = Number(env.FETCH_TIMEOUT_SECONDS);
  const signal = AbortSignal.timeout(seconds * 1000);
  const fail = (reason) => {
    writeFileSync(env.KUBETASK_MESSAGE, reason.slice(0, 1000));
    console.error(reason);
    process.exit(1);
  };
  try {
    const body = await fetchText(env.FETCH_URL, {
      headers: headersOf(env),
      maxBytes: Number(env.FETCH_MAX_BYTES),
      allowPrivate: env.FETCH_ALLOW_PRIVATE === 'true',
      signal,
      env,
    });
    const text = env.FETCH_JSON_POINTER === undefined ? body : pointed(body.toString('utf8'), env.FETCH_JSON_POINTER);
    mkdirSync(dirname(env.FETCH_TARGET), { recursive: true });
    writeFileSync(`${env.FETCH_TARGET}.new`, text);
    renameSync(`${env.FETCH_TARGET}.new`, env.FETCH_TARGET);
  } catch (error) {
    const why = signal.aborted ? `no whole answer within ${seconds} s` : error.message || error.code;
    const reason = `cannot fetch ${shown(new URL(env.FETCH_URL))}: ${why}`;
    if (error instanceof Refusal || env.FETCH_OPTIONAL !== 'true') fail(reason);
    console.error(`${reason}; the context is optional, so its text is empty`);
  }
}

/** The same image mints the tokens of clones: see packages/git-token/. */
async function mintTokens(env) {
  const { main: mint } = await import('./git-tokens.mjs');
  process.exitCode = await mint(env);
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await (process.env.GIT_TOKENS === undefined ? main : mintTokens)(process.env);
