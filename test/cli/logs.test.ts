import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import { isReadable, type LogFilter } from '../../cli/logs/log-filter.js';
import { type LogSource, podContainers } from '../../cli/logs/pod-containers.js';
import { withJobNames } from '../../cli/logs/wanted-tasks.js';
import { LogCursor } from '../../executors/logs/log-cursor.js';
import { logLines } from '../../executors/logs/log-lines.js';
import { readContainer } from '../../executors/logs/read-container.js';
import { Transport } from '../../packages/kubernetes-client/transport/transport.js';

const at = (fraction: string, text: string) => `2026-03-02T10:00:00.${fraction}Z ${text}`;

describe('LogCursor', () => {
  const cases: Record<string, { connections: string[][]; want: string[] }> = {
    'one connection: every line, equal ones too': { connections: [[at('1', 'a'), at('1', 'a')]], want: ['a', 'a'] },
    'a second one repeats the last second: no line twice': {
      connections: [
        [at('1', 'a'), at('2', 'b')],
        [at('1', 'a'), at('2', 'b'), at('3', 'c')],
      ],
      want: ['a', 'b', 'c'],
    },
    'equal times: as many lines as were read are skipped': {
      connections: [
        [at('1', 'a'), at('1', 'b')],
        [at('1', 'a'), at('1', 'b'), at('1', 'c')],
      ],
      want: ['a', 'b', 'c'],
    },
    'trailing zeros that are dropped from fractions do not change the order': {
      connections: [
        [at('12', 'a'), at('123', 'b')],
        [at('12', 'a'), at('123', 'b'), at('1234', 'c')],
      ],
      want: ['a', 'b', 'c'],
    },
    'a line without a time: unchanged': {
      connections: [['unable to retrieve logs']],
      want: ['unable to retrieve logs'],
    },
    'an empty line': { connections: [[`${at('1', '')}`.trimEnd()]], want: [''] },
  };
  test.each(Object.entries(cases))('%s', (_, { connections, want }) => {
    const cursor = new LogCursor();
    const seen = connections.flatMap((lines) => {
      cursor.resume();
      return lines.flatMap((line) => cursor.admit(line)?.text ?? []);
    });
    expect(seen).toEqual(want);
  });
});

test('lines end at newlines only, whatever the chunks; the rest comes at the end', async () => {
  async function* chunks() {
    const bytes = Buffer.from('für\nalle\nFä');
    for (const byte of bytes) yield Buffer.from([byte]);
  }
  const lines: string[] = [];
  for await (const some of logLines(chunks())) lines.push(...some);
  expect(lines).toEqual(['für', 'alle', 'Fä']);
});

const makePod = (status: V1Pod['status'] = {}, labels: Record<string, string> = {}): V1Pod => ({
  metadata: { name: 'p', uid: 'u', namespace: 'team', labels },
  spec: { initContainers: [{ name: 'clone-0' }], containers: [{ name: 'agent' }] },
  status,
});

describe('podContainers', () => {
  const cases: Record<string, { pod: V1Pod; want: [label: string, state: string, exitCode: number | undefined][] }> = {
    'a task: the agent has the name of the task': {
      pod: makePod(
        { initContainerStatuses: [status('clone-0', { terminated: { exitCode: 0 } })] },
        { 'kubetask.io/task-index': '3' },
      ),
      want: [
        ['task-3:clone-0', 'terminated', 0],
        ['task-3', 'waiting', undefined],
      ],
    },
    'a task with a name: by that': {
      pod: makePod({}, { 'kubetask.io/task-name': 'payments' }),
      want: [
        ['payments:clone-0', 'waiting', undefined],
        ['payments', 'waiting', undefined],
      ],
    },
    'a TaskRun: by container': {
      pod: makePod({ containerStatuses: [status('agent', { running: {} })] }),
      want: [
        ['clone-0', 'waiting', undefined],
        ['agent', 'running', undefined],
      ],
    },
    'between two restarts: the earlier log can be read': {
      pod: makePod({
        containerStatuses: [{ ...status('agent', { waiting: {} }), lastState: { terminated: { exitCode: 7 } } }],
      }),
      want: [
        ['clone-0', 'waiting', undefined],
        ['agent', 'terminated', 7],
      ],
    },
    'an agent that stays up, between two restarts: by Pod, and it continues': {
      pod: makeAgentPod({ ...status('agent', { waiting: {} }), lastState: { terminated: { exitCode: 7 } } }),
      want: [
        ['p:clone-0', 'waiting', undefined],
        ['p', 'running', 7],
      ],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { pod, want }) => {
    expect(podContainers(pod).map(({ label, state, exitCode }) => [label, state, exitCode])).toEqual(want);
  });

  function makeAgentPod(agent: V1ContainerStatus): V1Pod {
    const pod = makePod({ containerStatuses: [agent] }, { 'beeai.dev/agent': 'helper' });
    return { ...pod, spec: { containers: [], ...pod.spec, restartPolicy: 'Always' } };
  }

  function status(name: string, state: object) {
    return { name, state, image: '', imageID: '', ready: false, restartCount: 0 };
  }
});

const makeSource = (source: Partial<LogSource> = {}): LogSource => ({
  podName: 'p',
  podUid: 'u',
  namespace: 'team',
  container: 'agent',
  label: 'task-0',
  taskIndex: 0,
  state: 'terminated',
  exitCode: 0,
  isInSequence: false,
  ...source,
});

describe('isReadable', () => {
  const cases: Record<string, { source: Partial<LogSource>; filter?: Partial<LogFilter>; want: boolean }> = {
    'it has not started': { source: { state: 'waiting' }, want: false },
    'it runs': { source: { state: 'running' }, want: true },
    '--failed, and it succeeded': { source: {}, filter: { failedOnly: true }, want: false },
    '--failed, and it runs': { source: { state: 'running' }, filter: { failedOnly: true }, want: false },
    '--failed, and it failed': { source: { exitCode: 3 }, filter: { failedOnly: true }, want: true },
    'another task': { source: {}, filter: { tasks: ['1'] }, want: false },
    'the task, by its index': { source: {}, filter: { tasks: ['1', '0'] }, want: true },
    'the task, by its name': { source: { taskNames: ['a', 'a-1234'] }, filter: { tasks: ['a'] }, want: true },
    'the task, by its name and key': {
      source: { taskNames: ['a', 'a-1234'] },
      filter: { tasks: ['a-1234'] },
      want: true,
    },
    'a task of another name': { source: { taskNames: ['a'] }, filter: { tasks: ['b'] }, want: false },
    'another step': { source: {}, filter: { container: 'build' }, want: false },
  };
  test.each(Object.entries(cases))('%s', (_, { source, filter, want }) => {
    expect(isReadable(makeSource(source), { failedOnly: false, tasks: [], ...filter })).toBe(want);
  });
});

describe('readContainer', () => {
  let server: Server;
  let transport: Transport;
  afterEach(() => {
    transport.close();
    server.closeAllConnections();
    server.close();
  });

  /** Each connection gets the next answer; requests are recorded. */
  async function serve(answers: ((response: ServerResponse) => void)[]): Promise<URLSearchParams[]> {
    const asked: URLSearchParams[] = [];
    server = createServer((request, response) => {
      asked.push(new URL(request.url ?? '', 'http://x').searchParams);
      answers.shift()?.(response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const credentials = async () => ({ headers: {}, tls: {} });
    transport = new Transport({ server: url, namespace: 'team', credentials });
    return asked;
  }

  const says =
    (...lines: string[]) =>
    (response: ServerResponse) =>
      void response.end(`${lines.join('\n')}\n`);
  const saysAndBreaks =
    (...lines: string[]) =>
    (response: ServerResponse) => {
      response.write(`${lines.join('\n')}\n2026-03-02T10:00:0`, () => response.destroy());
    };
  const refuses = (code: number, reason: string) => (response: ServerResponse) => {
    response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify({ reason, message: reason }));
  };

  async function read(ended: boolean[], follow = true) {
    const [lines, failures]: [string[], string[]] = [[], []];
    await readContainer({
      transport,
      source: makeSource(),
      follow,
      isFinished: () => ended.shift() ?? true,
      onLine: async ({ text }) => void lines.push(text),
      onFailure: (message) => failures.push(message),
      signal: new AbortController().signal,
    });
    return { lines, failures };
  }

  test('the connection breaks in the middle of a line: reading resumes after the last complete one', async () => {
    const asked = await serve([saysAndBreaks(at('1', 'a'), at('2', 'b')), says(at('2', 'b'), at('3', 'c'))]);
    expect(await read([false, true])).toEqual({ lines: ['a', 'b', 'c'], failures: [] });
    expect(asked.map((query) => query.get('sinceTime'))).toEqual([null, '2026-03-02T10:00:00.2Z']);
  });
  test('the stream ends while the container runs, which then ends: one more request', async () => {
    await serve([says(at('1', 'a')), says(at('1', 'a'), at('2', 'b'))]);
    expect(await read([false, true])).toEqual({ lines: ['a', 'b'], failures: [] });
  });
  test('the Pod is deleted: reported, and reading ends', async () => {
    await serve([says(at('1', 'a')), refuses(404, 'NotFound')]);
    expect(await read([false, true])).toEqual({ lines: ['a'], failures: ['its Pod and its log no longer exist'] });
  });
  test('without follow: one connection', async () => {
    const asked = await serve([says(at('1', 'a'))]);
    expect(await read([true], false)).toEqual({ lines: ['a'], failures: [] });
    expect(asked.map((query) => query.get('follow'))).toEqual([null]);
  });
});

test('--task with an index, of tasks with names: the Job that the run recorded for it', () => {
  const tasks = [{ index: 3, name: 'a', jobName: 'x-a-12345678', phase: 'Running' as const }];
  expect(withJobNames(['3', 'a', 'b'], { status: { tasks } })).toEqual(['x-a-12345678', 'x-a-12345678', 'b']);
});
