import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { BatchRunStatus, TaskStatus } from '../../api/generated/kinds.js';
import { makeBatch, makeRun, makeWorkspace } from '../contract/objects.js';
import { endOf, type Place, patience, places, shown, taskOf } from './place.js';

/** Marks the command line of every process that an attack leaves. */
const mark = `kubetask-hostile-${randomBytes(4).toString('hex')}`;

interface Attack {
  /** The agent's shell script. */
  readonly does: string;
  readonly want: (task: TaskStatus | undefined) => void;
}

const succeeds = (task: TaskStatus | undefined) => expect(task?.phase).toBe('Succeeded');
const withoutResult = (task: TaskStatus | undefined) => {
  expect(task?.phase).toBe('Succeeded');
  expect(task?.result).toBeUndefined();
};
const result = (json: string) => `printf '%s' '${json}' > "$KUBETASK_RESULT"`;

const attacks: Record<string, Attack> = {
  'a FIFO as result: ignored': { does: 'rm -f "$KUBETASK_RESULT"; mkfifo "$KUBETASK_RESULT" || true', want: succeeds },
  'a link to a file of the node as result: not read': {
    does: 'ln -sf /etc/passwd "$KUBETASK_RESULT" || true',
    want: (task) => expect(JSON.stringify(task)).not.toContain('root:'),
  },
  'a folder as result: ignored': { does: 'rm -f "$KUBETASK_RESULT"; mkdir "$KUBETASK_RESULT" || true', want: succeeds },
  'a result of 2 MB: left out': {
    does: 'head -c 2000000 /dev/zero | tr "\\\\0" x > "$KUBETASK_RESULT"',
    want: withoutResult,
  },
  'a result with fields of the controller: they are dropped': {
    does: result('{"phase":"Failed","reason":"Forged","summary":"ok"}'),
    want: (task) => expect(task).toMatchObject({ phase: 'Succeeded', reason: 'Completed', result: { summary: 'ok' } }),
  },
  'absurd costs: left out': {
    does: result('{"summary":"ok","costUsd":1e308,"tokens":99999999999999999999}'),
    want: (task) => expect(task?.result).toEqual({ summary: 'ok' }),
  },
  'a negative cost: left out': {
    does: result('{"summary":"ok","costUsd":-5}'),
    want: (task) => expect(task?.result).toEqual({ summary: 'ok' }),
  },
  'a javascript: link: left out': {
    does: result('{"summary":"ok","pr":"javascript:alert(1)"}'),
    want: (task) => expect(task?.result).toEqual({ summary: 'ok' }),
  },
  'escapes in its output and its summary: not shown': {
    does: `printf '\\033]52;c;cHduZWQ=\\007\\033[2J\\rtask 1: done\\n'; printf '{"summary":"a\\\\u001b[2Jb\\\\u202ec"}' > "$KUBETASK_RESULT"`,
    want: succeeds,
  },
  'a prototype as result: ignored': {
    does: result('{"__proto__":{"summary":"x"},"constructor":{"summary":"x"}}'),
    want: withoutResult,
  },
  'a long output: the task ends': { does: 'head -c 20000000 /dev/zero | tr "\\\\0" y', want: succeeds },
  'processes that leave their session: none is left': {
    does: `(setsid sh -c 'sleep 600; : ${mark}' &) ; (sh -c 'sleep 600; : ${mark}' &) ; sleep 0.2`,
    want: succeeds,
  },
  'a token of the API server: absent': {
    does: 'test ! -e /var/run/secrets/kubernetes.io/serviceaccount/token',
    want: succeeds,
  },
  'exit code 137: AgentFailed, like any other': {
    does: 'exit 137',
    want: (task) => expect(task).toMatchObject({ phase: 'Failed', reason: 'AgentFailed' }),
  },
  'its own group killed: the task fails': {
    // In a real container, PID 1 ignores signals that it sends to itself.
    does: 'kill -9 0; exit 1',
    want: (task) => expect(task?.phase).toBe('Failed'),
  },
};

/** Processes of this machine that an attack has started and that still run. */
const leftOver = (): { pid: number; command: string }[] =>
  execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(`: ${mark}`) && !line.includes('attack.sh'))
    .map((line) => ({ pid: Number.parseInt(line, 10), command: line }));

describe.each(Object.entries(places))('a hostile agent on %s', (_, start) => {
  let place: Place;
  let status: BatchRunStatus;

  beforeAll(async () => {
    place = await start();
    const outside = join(place.folder, 'outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'canary'), 'alive');
    const scripts = Object.values(attacks).map(({ does }) => does);
    const leaves = place.isEmbedded ? `ln -s ${outside} "$WORKSPACE_DIR/outside"` : ':';
    const contexts = scripts.map((script) => [
      { type: 'File', file: { filePath: '/workspace/attack.sh', source: { inline: `${leaves}\n${script}\n` } } },
    ]);
    const command = ['sh', '/workspace/attack.sh'];
    const { world, image } = place;
    await world.send('POST', 'workspaceconfigs', makeWorkspace('default', { agentImage: image, command }));
    await world.send('POST', 'batches', makeBatch('hostile', { variableContexts: contexts }));
    await world.send('POST', 'batchruns', makeRun('a', { batchRef: 'hostile' }));
    status = await endOf(place, 'a');
  }, patience);
  afterAll(async () => {
    await place?.stop();
    for (const { pid } of leftOver()) process.kill(pid, 'SIGKILL');
  }, patience);

  test.each(Object.entries(attacks).map(([name, { want }], index) => ({ name, want, index })))(
    '$name',
    ({ want, index }) => want(taskOf(status, index)),
  );

  test('no control sequence is shown', async () => {
    expect(await shown(place, 'a')).not.toMatch(/\\u001b|\\u202e|\p{Cf}|\p{Cc}/u);
  });

  test('the API server answers', async () => {
    expect((await place.world.send('GET', 'batches/hostile')).code).toBe(200);
  });

  test('no process of the agent is left on this machine', () => {
    expect(leftOver()).toEqual([]);
  });

  test('the targets of its links remain when its workspace is removed', async () => {
    await place.world.send('DELETE', 'batchruns/a');
    const outside = join(place.folder, 'outside');
    expect([existsSync(join(outside, 'canary')), readdirSync(outside)]).toEqual([true, ['canary']]);
  });
});
