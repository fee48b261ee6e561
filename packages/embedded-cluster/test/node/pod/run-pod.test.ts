import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { FakeClock } from '../../../../work-queue/testing.js';
import type { ContainerState, Pod } from '../../../objects.js';
import {
  configMap,
  hasEnded,
  readFirstLine,
  readLines,
  readWholeLog,
  secret,
  shellPod,
  startTestCluster,
  type TestCluster,
  when,
  whenEvent,
  whenGone,
} from '../harness.js';
import { whenEnded } from '../when-ended.js';

let clock: FakeClock;
let cluster: TestCluster;
beforeEach(() => {
  clock = new FakeClock();
  cluster = startTestCluster({
    clock,
    commandForImage: (image) => (image === 'agent' ? ['sh', '-c', 'echo "$@"', 'agent'] : undefined),
  });
});
afterEach(() => cluster.stop());

const whenPod = (name: string, claim: (pod: Pod) => boolean) => when<Pod>(cluster.api, 'pods', name, claim);

async function runToEnd(pod: Pod): Promise<Pod> {
  cluster.api.create('pods', pod);
  return whenPod(pod.metadata.name, hasEnded);
}

function state(pod: Pod): ContainerState {
  return pod.status?.containerStatuses?.[0]?.state ?? {};
}

const isRunning = (pod: Pod) => state(pod).running !== undefined;
const isWaitingFor = (reason: string) => (pod: Pod) => state(pod).waiting?.reason === reason;

describe('how a Pod ends', () => {
  test('a script that ends well: Succeeded, with its output in the log', async () => {
    const pod = await runToEnd(shellPod('p', 'echo out; echo err >&2'));
    expect(pod.status?.phase).toBe('Succeeded');
    expect(state(pod).terminated).toMatchObject({ exitCode: 0, reason: 'Completed' });
    expect((await readWholeLog(cluster, 'p')).split('\n').sort()).toEqual(['', 'err', 'out']);
  });

  test('exit 3 with a termination message: Failed, and the status carries both', async () => {
    const pod = await runToEnd(shellPod('p', 'echo why > /dev/termination-log; exit 3'));
    expect(pod.status?.phase).toBe('Failed');
    expect(state(pod).terminated).toMatchObject({ exitCode: 3, reason: 'Error', message: 'why\n' });
  });

  test('no termination message, FallbackToLogsOnError: the end of the log is the message', async () => {
    const container = { name: 'main', terminationMessagePolicy: 'FallbackToLogsOnError' };
    const pod = await runToEnd(shellPod('p', 'echo first; printf last >&2; exit 1', { containers: [container] }));
    expect(state(pod).terminated?.message).toBe('first\nlast');
  });

  test('killed by a signal: 128 and its number', async () => {
    const pod = await runToEnd(shellPod('p', 'kill -TERM $$$$'));
    expect(state(pod).terminated).toMatchObject({ exitCode: 143, reason: 'Error' });
  });

  test('a command that this machine lacks: StartError with exit code 128', async () => {
    const pod = await runToEnd(shellPod('p', '', { containers: [{ name: 'main', command: ['no-such-program'] }] }));
    expect(state(pod).terminated).toMatchObject({ exitCode: 128, reason: 'StartError' });
    expect(state(pod).terminated?.message).toMatch(/^exec: "no-such-program": executable file not found in \$PATH: /);
  });

  const scripts: Record<string, { text: string; want: string }> = {
    'whose interpreter this machine lacks': { text: '#!/no/such/interpreter\n', want: 'no such file or directory' },
    'with Windows line ends': { text: '#!/bin/sh\r\ntrue\r\n', want: 'no such file or directory' },
    'whose interpreter may not be executed': { text: '#! /etc/passwd -x\n', want: 'permission denied' },
    'without a first line #!': { text: 'echo hi\n', want: 'exec format error' },
  };
  test.each(Object.entries(scripts))(
    'a script %s: StartError with exit code 128, and nothing in its log',
    async (_which, { text, want }) => {
      cluster.api.create('configmaps', { ...configMap('scripts', { run: text }) });
      const volumes = [{ name: 'scripts', configMap: { name: 'scripts', defaultMode: 0o755 } }];
      const mounts = [{ name: 'scripts', mountPath: '/scripts' }];
      const main = { name: 'main', command: ['/scripts/run'], volumeMounts: mounts };
      const pod = await runToEnd(shellPod('p', '', { volumes, containers: [main] }));
      expect(state(pod).terminated).toMatchObject({ exitCode: 128, reason: 'StartError' });
      expect(state(pod).terminated?.message).toMatch(new RegExp(`^exec .*run: ${want}: `));
      expect(await readWholeLog(cluster, 'p')).toBe('');
    },
  );

  test('past activeDeadlineSeconds: Failed with DeadlineExceeded, its process gone', async () => {
    cluster.api.create('pods', shellPod('p', 'exec sleep 600', { activeDeadlineSeconds: 60 }));
    await whenPod('p', isRunning);
    await clock.advance(60);
    const pod = await whenPod('p', hasEnded);
    expect(pod.status).toMatchObject({ phase: 'Failed', reason: 'DeadlineExceeded' });
    expect(state(pod).terminated?.exitCode).toBe(143);
  });

  test('a failed init container: Failed, the main container never starts', async () => {
    const initContainers = [{ name: 'init', image: 'any', command: ['false'] }];
    const pod = await runToEnd(shellPod('p', 'echo never', { initContainers }));
    expect(pod.status?.phase).toBe('Failed');
    expect(state(pod)).toEqual({ waiting: { reason: 'PodInitializing' } });
  });
});

describe('what a container finds', () => {
  test('an image without a command: the command that stands for it, then args', async () => {
    const spec = {
      containers: [
        { name: 'main', image: 'agent', command: [], args: ['--name', '$(NAME)'], env: [{ name: 'NAME', value: 'n' }] },
      ],
    };
    await runToEnd(shellPod('p', '', spec));
    expect(await readWholeLog(cluster, 'p')).toBe('--name n\n');
  });

  test('its own environment and nothing of this machine but PATH', async () => {
    const env = [
      { name: 'A', value: '1' },
      { name: 'B', value: '$(A)-$(unknown)-$$(A)' },
    ];
    await runToEnd(shellPod('p', '', { containers: [{ name: 'main', command: ['env'], env }] }));
    const lines = (await readWholeLog(cluster, 'p')).trim().split('\n');
    expect(lines.map((line) => line.split('=')[0]).sort()).toEqual(['A', 'B', 'HOME', 'LANG', 'PATH', 'TMPDIR']);
    expect(lines).toEqual(expect.arrayContaining(['A=1', 'B=1-$(unknown)-$(A)', `PATH=${process.env.PATH}`]));
  });

  test('an emptyDir shared with an init container, a ConfigMap file inside it, and a Secret beside it', async () => {
    cluster.api.create('configmaps', configMap('c', { 'task.md': 'do it' }));
    cluster.api.create('secrets', secret('s', { token: 'hush' }));
    const work = { name: 'work', mountPath: '/workspace' };
    const mounts = [
      work,
      { name: 'config', mountPath: '/workspace/docs/task.md', subPath: 'task.md' },
      { name: 'config', mountPath: '/etc/agent/conf', subPath: 'task.md' },
      { name: 'secret', mountPath: '/run/secret' },
    ];
    const script = 'cat made docs/task.md /etc/agent/conf "$TOKEN_FILE"; test -L docs/task.md || echo " file"; exit 3';
    const pod = await runToEnd(
      shellPod('p', script, {
        volumes: [
          { name: 'work', emptyDir: {} },
          { name: 'config', configMap: { name: 'c' } },
          { name: 'secret', secret: { secretName: 's', defaultMode: 0o400 } },
        ],
        initContainers: [
          { name: 'init', image: 'any', command: ['sh', '-c', 'printf made > /workspace/made'], volumeMounts: [work] },
        ],
        containers: [
          {
            name: 'main',
            workingDir: '/workspace',
            volumeMounts: mounts,
            env: [{ name: 'TOKEN_FILE', value: '/run/secret/token' }],
          },
        ],
      }),
    );
    expect(await readWholeLog(cluster, 'p')).toBe('madedo itdo ithush file\n');
    expect(pod.status?.initContainerStatuses?.[0]).toMatchObject({
      ready: true,
      state: { terminated: { exitCode: 0 } },
    });
    expect(state(pod).terminated?.exitCode).toBe(3);
  });

  test('a Secret that only an init container mounts: gone when the next container starts, its own Secret there', async () => {
    for (const name of ['clone', 'agent']) cluster.api.create('secrets', secret(name, { token: name }));
    const mount = (name: string) => ({ name, mountPath: `/run/${name}` });
    const volumes = ['clone', 'agent', 'shared'].map((name) => ({
      name,
      secret: { secretName: name.replace('shared', 'agent'), defaultMode: 0o400 },
    }));
    const look = `cat "$TOKEN"; cat ${cluster.scratch.pods}/*/volumes/*/token`;
    const pod = await runToEnd(
      shellPod('p', `${look}; stat -c %a "$TOKEN"`, {
        volumes,
        securityContext: { fsGroup: 65532 },
        initContainers: [
          {
            name: 'init',
            image: 'any',
            command: ['sh', '-c', 'cat "$TOKEN"'],
            env: [{ name: 'TOKEN', value: '/run/clone/token' }],
            volumeMounts: [mount('clone'), mount('shared')],
          },
        ],
        containers: [
          {
            name: 'main',
            env: [{ name: 'TOKEN', value: '/run/agent/token' }],
            volumeMounts: [mount('agent'), mount('shared')],
          },
        ],
      }),
    );
    expect(pod.status?.initContainerStatuses?.[0]?.state?.terminated?.exitCode).toBe(0);
    expect(await readWholeLog(cluster, 'p')).toBe('agentagentagent440\n');
  });

  test('a termination message in a shared volume, replaced by a rename: still read', async () => {
    const container = {
      name: 'main',
      terminationMessagePath: '/workspace/result.json',
      volumeMounts: [{ name: 'work', mountPath: '/workspace' }],
      env: [{ name: 'DIR', value: '/workspace' }],
    };
    const script = 'printf done > "$DIR/new" && mv "$DIR/new" "$DIR/result.json"';
    const pod = await runToEnd(
      shellPod('p', script, { volumes: [{ name: 'work', emptyDir: {} }], containers: [container] }),
    );
    expect(state(pod).terminated?.message).toBe('done');
  });
});

describe('what heals', () => {
  test('a volume whose ConfigMap appears later: FailedMount, then it runs', async () => {
    const spec = {
      volumes: [{ name: 'v', configMap: { name: 'late' } }],
      containers: [{ name: 'main', volumeMounts: [{ name: 'v', mountPath: '/v' }] }],
    };
    cluster.api.create('pods', shellPod('p', 'cat /v/key', spec));
    const event = await whenEvent(cluster.api, 'FailedMount');
    expect(event.message).toBe('MountVolume.SetUp failed for volume "v" : configmap "late" not found');
    cluster.api.create('configmaps', configMap('late', { key: 'value' }));
    await whenPod('p', hasEnded);
    expect(await readWholeLog(cluster, 'p')).toBe('value');
  });

  test('a variable whose Secret appears later: CreateContainerConfigError, then it runs', async () => {
    const env = [{ name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'late', key: 'token' } } }];
    cluster.api.create('pods', shellPod('p', 'echo "$TOKEN"', { containers: [{ name: 'main', env }] }));
    const pod = await whenPod('p', isWaitingFor('CreateContainerConfigError'));
    expect(state(pod).waiting?.message).toBe('secret "late" not found');
    cluster.api.create('secrets', secret('late', { token: 'hush' }));
    await whenPod('p', hasEnded);
    expect(await readWholeLog(cluster, 'p')).toBe('hush\n');
  });

  test('an image nothing stands for: ErrImagePull, then ImagePullBackOff, both saying how to map it', async () => {
    cluster.api.create(
      'pods',
      shellPod('p', '', { containers: [{ name: 'main', image: 'quay.io/x:1', command: [] }] }),
    );
    const first = await whenPod('p', isWaitingFor('ErrImagePull'));
    expect(state(first).waiting?.message).toContain("--agent 'command'");
    await clock.timerFor(1);
    await clock.advance(1);
    const second = await whenPod('p', isWaitingFor('ImagePullBackOff'));
    expect(state(second).waiting?.message).toMatch(/^Back-off pulling image "quay.io\/x:1": ErrImagePull: /);
  });

  test('restartPolicy OnFailure: runs again at once and keeps how the first run ended, with its log', async () => {
    const spec = {
      restartPolicy: 'OnFailure',
      volumes: [{ name: 'v', emptyDir: {} }],
      containers: [{ name: 'main', volumeMounts: [{ name: 'v', mountPath: '/v' }] }],
    };
    const pod = await runToEnd(
      shellPod('p', 'test -e /v/seen && echo second && exit; touch /v/seen; echo first; exit 7', spec),
    );
    expect(pod.status?.containerStatuses?.[0]).toMatchObject({
      restartCount: 1,
      state: { terminated: { exitCode: 0 } },
      lastState: { terminated: { exitCode: 7 } },
    });
    expect(await readWholeLog(cluster, 'p')).toBe('second\n');
    expect(await readWholeLog(cluster, 'p', { previous: true })).toBe('first\n');
  });

  test('restartPolicy Always, ending again and again: CrashLoopBackOff, and the Pod still counts as Running', async () => {
    cluster.api.create('pods', shellPod('p', 'exit 1', { restartPolicy: 'Always' }));
    const pod = await whenPod('p', isWaitingFor('CrashLoopBackOff'));
    expect(state(pod).waiting?.message).toMatch(/^back-off 10s restarting failed container=main pod=p_ns/);
    expect(pod.status).toMatchObject({ phase: 'Running', containerStatuses: [{ restartCount: 1 }] });
  });

  test('a full node: the second Pod is unschedulable until the first has ended', async () => {
    await cluster.stop();
    cluster = startTestCluster({ clock, maxPods: 1 });
    const go = join(cluster.scratch.root, 'go');
    cluster.api.create('pods', shellPod('first', `until test -e ${go}; do sleep 0.05; done`));
    cluster.api.create('pods', shellPod('second', `touch ${go}`));
    const waiting = await whenPod('second', (pod) => pod.status?.conditions?.[0]?.reason === 'Unschedulable');
    expect(waiting.status?.conditions?.[0]?.message).toMatch(/^0\/1 nodes are available: 1 Too many pods\. /);
    await whenPod('first', isRunning);
    cluster.api.create('pods', shellPod('third', 'exit 0', { nodeName: 'local' }));
    await whenPod('third', hasEnded);
    expect(cluster.api.get('pods', 'ns', 'second')).toMatchObject({ status: { phase: 'Pending' } });
    cluster.api.delete('pods', 'ns', 'first', { gracePeriodSeconds: 1 });
    expect((await whenPod('second', hasEnded)).status?.phase).toBe('Succeeded');
  });
});

describe('deletion', () => {
  test('in mid-run: SIGTERM, then the object goes, and no process or folder stays', async () => {
    const script = 'trap "echo bye; exit 0" TERM; (exec sleep 60) & echo $! $$$$; wait';
    const env = [{ name: 'TMPDIR', value: '/elsewhere' }]; // so that only the group tells whose processes these are
    cluster.api.create('pods', shellPod('p', script, { containers: [{ name: 'main', env }] }));
    const running = await whenPod('p', isRunning);
    const lines = readLines(cluster, 'p');
    const pids = String((await lines.next()).value)
      .trim()
      .split(' ')
      .map(Number);
    cluster.api.delete('pods', 'ns', 'p', {});
    expect((await lines.next()).value).toBe('bye\n');
    expect((await lines.next()).done).toBe(true);
    await whenGone(cluster.api, 'pods', 'p');
    await Promise.all(pids.map(whenEnded));
    expect(existsSync(join(cluster.scratch.pods, running.metadata.uid ?? '', 'volumes'))).toBe(false);
  });

  test('a process that ignores SIGTERM: SIGKILL when the grace period is over', async () => {
    cluster.api.create('pods', shellPod('p', 'trap "" TERM; echo $$$$; while :; do sleep 0.05; done'));
    await whenPod('p', isRunning);
    const pid = Number(await readFirstLine(cluster, 'p'));
    cluster.api.delete('pods', 'ns', 'p', { gracePeriodSeconds: 10 });
    await clock.timerFor(10);
    await clock.advance(10);
    await whenGone(cluster.api, 'pods', 'p');
    await whenEnded(pid);
  });

  test('a process left behind in the group: gone when its container has ended', async () => {
    const pod = await runToEnd(shellPod('p', 'TMPDIR=/ sleep 60 >/dev/null 2>&1 & echo $! > /dev/termination-log'));
    await whenEnded(Number(state(pod).terminated?.message));
  });

  test('a process that left the group: gone when its Pod has ended', async () => {
    const pod = await runToEnd(
      shellPod('p', 'setsid sleep 60 >/dev/null 2>&1 & echo $! > /dev/termination-log; sleep 0.1'),
    );
    cluster.api.delete('pods', 'ns', 'p', {});
    await whenGone(cluster.api, 'pods', 'p');
    await whenEnded(Number(state(pod).terminated?.message));
  });

  test('a process that left its group, its session, its folder and its environment: gone when its Pod has ended', async () => {
    const script =
      'cd /; setsid env -i /bin/sh -c "echo \\$\\$ >&3; exec sleep 60" 3>/dev/termination-log >/dev/null 2>&1 & sleep 0.3';
    const pod = await runToEnd(shellPod('p', script));
    await whenEnded(Number(state(pod).terminated?.message));
  });

  test('a Pod that waits for a volume: goes at once', async () => {
    cluster.api.create('pods', shellPod('p', '', { volumes: [{ name: 'v', secret: { secretName: 'never' } }] }));
    await whenEvent(cluster.api, 'FailedMount');
    cluster.api.delete('pods', 'ns', 'p', {});
    await whenGone(cluster.api, 'pods', 'p');
  });
});
