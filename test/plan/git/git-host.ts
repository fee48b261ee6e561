import { execFileSync, spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { serveLfs } from './lfs-server.js';

/** The only file that the host has in Git LFS. */
export const largeFile = 'large';

/** A Git host that serves the repositories of a folder over HTTP to clients with the token. */
export interface GitHost {
  readonly url: string;
  /** The `Authorization` header of every request, in order; empty if absent. */
  readonly authorizations: readonly string[];
  readonly close: () => Promise<void>;
}

const backend = join(execFileSync('git', ['--exec-path'], { encoding: 'utf8' }).trim(), 'git-http-backend');

export function startGitHost(folder: string, user: string, token: string): Promise<GitHost> {
  const wanted = `Basic ${Buffer.from(`${user}:${token}`).toString('base64')}`;
  return startGuardedGitHost(folder, ({ headers }) => headers.authorization === wanted);
}

/** A Git host that asks for each request whether it is allowed. */
export async function startGuardedGitHost(
  folder: string,
  isAllowed: (request: IncomingMessage) => boolean,
): Promise<GitHost> {
  const authorizations: string[] = [];
  const server = createServer((request, response) => {
    authorizations.push(request.headers.authorization ?? '');
    if (isAllowed(request)) serveLfs(largeFile, request, response) || serve(folder, request, response);
    else response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise<void>((closed) => server.close(() => closed()));
  return { url: `http://127.0.0.1:${port}`, authorizations, close };
}

/** Source: https://git-scm.com/docs/git-http-backend */
function serve(folder: string, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
  const cgi = spawn(backend, {
    env: {
      PATH: process.env['PATH'],
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: pathname,
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method,
      // As for a user who has logged in, who may then push.
      REMOTE_USER: 'git',
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    },
  });
  request.pipe(cgi.stdin);
  const chunks: Buffer[] = [];
  cgi.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  cgi.on('close', () => answer(Buffer.concat(chunks), response));
}

/** The output of a CGI program: headers, a blank line, the body. */
function answer(output: Buffer, response: ServerResponse): void {
  const end = output.indexOf('\r\n\r\n');
  const headers = output.subarray(0, end).toString().split('\r\n');
  for (const line of headers) {
    const [name = '', value = ''] = line.split(': ', 2);
    if (name === 'Status') response.statusCode = Number.parseInt(value, 10);
    else response.setHeader(name, value);
  }
  response.end(output.subarray(end + 4));
}
