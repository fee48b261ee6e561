import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Pod } from '../../../objects.js';
import { hasEnded, readWholeLog, shellPod, startTestCluster, type TestCluster, when, whenGone } from '../harness.js';

/** On the command line of every process that an attack leaves. */
const mark = `attack-${randomBytes(4).toString('hex')}`;
const survivors = (): string[] =>
  readdirSync('/proc').filter((entry) => {
    try {
      return /^\d+$/.test(entry) && readFileSync(`/proc/${entry}/cmdline`, 'latin1').includes(mark);
    } catch {
      return false;
    }
  });

let cluster: TestCluster;
let outside: string;
beforeEach(() => {
  outside = mkdtempSync(join(tmpdir(), 'outside-'));
  writeFileSync(join(outside, 'kept'), 'kept');
  cluster = startTestCluster();
});
afterEach(async () => {
  await cluster.stop();
  rmSync(outside, { recursive: true });
});

const ended = async (script: string, spec: Partial<Pod['spec']> = {}) => {
  cluster.api.create('pods', shellPod('p', script, spec));
  return when<Pod>(cluster.api, 'pods', 'p', hasEnded);
};
const phaseAfter = async (script: string, spec: Partial<Pod['spec']> = {}) => (await ended(script, spec)).status?.phase;

const gone = () => {
  cluster.api.delete('pods', 'ns', 'p');
  return whenGone(cluster.api, 'pods', 'p');
};

describe('a container that attacks the folders of its Pod', () => {
  const scripts: Record<string, string> = {
    'removes its own folder': 'rm -rf "$TMPDIR/.."',
    'removes the folder of its Pod': 'rm -rf "$TMPDIR/../../.."; true',
    'makes a link of the folder of its Pod': 'P=$(cd "$TMPDIR/../../.." && pwd -P); mv $P $P.x; ln -s OUTSIDE $P',
    'makes a link of its TMPDIR': 'rm -rf "$TMPDIR"; ln -s OUTSIDE "$TMPDIR"',
    'makes a pipe of its TMPDIR': 'rm -rf "$TMPDIR"; mkfifo "$TMPDIR"',
    'leaves folders that cannot be read': 'mkdir -p "$TMPDIR/a/b"; chmod 0 "$TMPDIR/a/b" "$TMPDIR/a"',
    'leaves very deep folders':
      'cd "$TMPDIR"; i=0; while [ $i -lt 300 ]; do mkdir -p aaaaaaaaaaaaaaaaaaaa && cd -P aaaaaaaaaaaaaaaaaaaa || break; i=$((i+1)); done',
    'leaves names of all kinds': `cd "$TMPDIR"; touch -- -rf '*' 'a
b' '$(id)'; printf x > "$(printf 'a\\377b')"`,
    'removes the folders of all Pods': 'rm -rf "$TMPDIR/../../../.."; true',
    'removes the whole scratch folder':
      'S=$(cd "$TMPDIR/../../../../.." && pwd -P); test -d "$S/pods" && rm -rf "$S"; true',
    'makes a link of the records of processes':
      'cd -P "$TMPDIR/../../../../.." && test -d pods && rm -rf process-groups && ln -s OUTSIDE process-groups',
    'leaves a link upwards': 'ln -s ../../.. "$TMPDIR/up"; ln -s OUTSIDE "$TMPDIR/out"',
  };
  test.each(Object.entries(scripts))(
    '%s: the Pod ends, is deleted, and nothing outside is touched',
    async (_, script) => {
      expect(await phaseAfter(script.replaceAll('OUTSIDE', outside))).toMatch(/Succeeded|Failed/);
      cluster.api.delete('pods', 'ns', 'p');
      await whenGone(cluster.api, 'pods', 'p');
      cluster.api.create('pods', shellPod('q', 'echo next'));
      expect((await when<Pod>(cluster.api, 'pods', 'q', hasEnded)).status?.phase).toBe('Succeeded');
      expect(readdirSync(outside)).toEqual(['kept']);
    },
  );
});

describe('a result that changes while it is read', () => {
  test('grows without end: its end is read, and the writer is ended', async () => {
    const writer = `setsid sh -c ': ${mark}; while :; do echo 0123456789 >> $0; done' $R`;
    const pod = await ended(`R=/dev/termination-log; ${writer} & sleep 0.3`);
    expect(pod.status?.phase).toBe('Succeeded');
    await gone();
    expect(survivors()).toEqual([]);
  });

  test('is a link and a file in turn: one of both is reported', async () => {
    const flip = `setsid sh -c ': ${mark}; while :; do ln -sf /etc/passwd $0; rm -f $0; echo ok > $0; done' $R`;
    const pod = await ended(`R=/dev/termination-log; ${flip} & sleep 0.3`);
    expect(pod.status?.containerStatuses?.[0]?.state?.terminated?.message ?? '').not.toContain('root:');
  });
});

describe('processes that hide: none outlives its Pod', () => {
  const wait = `sh -c ': ${mark}; sleep 600'`;
  const scripts: Record<string, string> = {
    'without environment, session and folder': `env -i setsid sh -c "cd /; exec ${wait.replaceAll("'", "\\'")}" &`,
    'twice removed from their parent': `(setsid sh -c "(setsid ${wait} &) &" &)`,
    'that ignore every signal': `setsid sh -c 'trap "" TERM HUP INT; : ${mark}; sleep 600; sleep 600' &`,
    'that are stopped': `setsid ${wait} & sleep 0.1; kill -STOP $!`,
    'without the limit that marks them': `env -i setsid prlimit --locks=unlimited:unlimited ${wait} &`,
    'without the limits that mark them': `env -i setsid prlimit --locks=5:5 --msgqueue=7:7 ${wait} &`,
  };
  test.each(Object.entries(scripts))('%s', async (_, script) => {
    expect(await phaseAfter(`${script}\nsleep 0.3`)).toBe('Succeeded');
    await gone();
    const left = survivors();
    for (const pid of left) execFileSync('kill', ['-9', pid]);
    expect(left).toEqual([]);
  });
});

describe('a container that attacks its own log', () => {
  const output = 'head -c 25000000 /dev/zero | tr "\\0" x; echo; echo end';
  const scripts: Record<string, string> = {
    'an output of one line without end': output,
    'a log that is made 10 GB long': 'truncate -s 10G $L; echo end',
    'a log that is emptied': `: > $L; ${output}`,
    'a log that is removed before it is rotated': `rm -f $L; ${output}`,
    'a log whose folder is removed before it is rotated': `rm -rf "$(dirname $L)"; ${output}`,
    'a log whose folder becomes a file': `D=$(dirname $L); rm -rf $D; touch $D; ${output}`,
    'a log whose folder becomes a link': `D=$(dirname $L); rm -rf $D; ln -s OUTSIDE $D; ${output}`,
    'a log that becomes a pipe': `rm -f $L; mkfifo $L; ${output}`,
  };
  test.each(Object.entries(scripts))('%s: the Pod ends, and the log stays within its limit', async (_, script) => {
    const log = 'L=$(cd "$TMPDIR/../../.." && pwd -P)/logs/main/0.log; test -f $L || exit 9;';
    expect(await phaseAfter(log + script.replaceAll('OUTSIDE', outside))).toBe('Succeeded');
    const text = await readWholeLog(cluster, 'p').catch((error: Error) => error.message);
    expect(text.length).toBeLessThan(60_000_000);
    expect(readdirSync(outside)).toEqual(['kept']);
    cluster.api.create('pods', shellPod('q', 'echo next'));
    expect((await when<Pod>(cluster.api, 'pods', 'q', hasEnded)).status?.phase).toBe('Succeeded');
  });
});
