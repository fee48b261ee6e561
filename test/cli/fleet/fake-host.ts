import { type ChildProcess, execFile } from 'node:child_process';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a fake Git host answers: a value is sent as JSON, a text as it is. */
export interface FakeAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A request that reached a fake Git host. */
export interface Seen {
  /** Path and query. */
  readonly path: string;
  readonly authorization: string | undefined;
}

export interface FakeHost {
  readonly url: string;
  /** In order of arrival. */
  readonly seen: readonly Seen[];
  stop(): Promise<void>;
}

/** Answers of paths with their query; a list is given out one by one, its last one forever. Other paths: 404. */
export type Routes = Readonly<Record<string, FakeAnswer | readonly FakeAnswer[]>>;

/** A Git host on this machine, over real HTTP. `routes` gets the address of the server, for links. */
export async function startFakeHost(routes: (url: string) => Routes): Promise<FakeHost> {
  const seen: Seen[] = [];
  const counts = new Map<string, number>();
  const answerOf = ({ url = '', headers }: IncomingMessage): FakeAnswer => {
    seen.push({ path: url, authorization: headers.authorization });
    const count = counts.get(url) ?? 0;
    counts.set(url, count + 1);
    const answers = [known[url] ?? { status: 404, body: { message: 'Not Found' } }].flat();
    return answers[Math.min(count, answers.length - 1)] ?? {};
  };
  const server = createServer((request, response) => {
    const { status = 200, headers = {}, body = {} } = answerOf(request);
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const known = routes(url);
  return {
    url,
    seen,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program as a process of its own. @param onStderr reacts to its first words there, for example by a signal */
export const runProcess = (
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  onStderr: (child: ChildProcess) => void = () => undefined,
): Promise<Ended> =>
  new Promise((resolve) => {
    const child = execFile(program, [...args], { env: { PATH: process.env['PATH'], ...env } }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
    child.stderr?.once('data', () => onStderr(child));
  });
