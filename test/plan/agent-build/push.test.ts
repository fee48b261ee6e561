import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { pushScript } from '../../../plan/agent-build/push-script.js';

const digest = `sha256:${'a'.repeat(64)}`;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'push-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the script with another program in place of kaniko's executor. */
function push(executor: string, args: readonly string[] = [], env: Record<string, string> = {}) {
  const at = (name: string) => join(folder, name);
  writeFileSync(at('executor'), `#!/bin/sh\nset -eu\n${executor}`);
  chmodSync(at('executor'), 0o755);
  const { status, stdout, stderr } = spawnSync(
    '/bin/sh',
    ['-c', pushScript.replace('/kaniko/executor', at('executor')), 'push', ...args],
    {
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        LAYOUT_DIR: at('image'),
        BUILDER_OUTPUT: at('pushed'),
        IMAGE: 'ghcr.io/org/agent:v1',
        RESULT_IMAGE_URL: at('url'),
        RESULT_IMAGE_DIGEST: at('digest'),
        RESULT_ERROR: at('error'),
        ...env,
      },
    },
  );
  const read = (name: string) => (existsSync(at(name)) ? readFileSync(at(name), 'utf8') : '');
  const results = { url: read('url'), digest: read('digest'), error: read('error') };
  return { status, log: (stdout + stderr).replaceAll(folder, ''), ...results };
}

const pushes = `printf '{"name":"ghcr.io/org/agent:v1","digest":"${digest}"}\\n' > "$BUILDER_OUTPUT/images"`;

test('pushed: the image and its digest, without a newline', () =>
  expect(push(`echo "$@"; ${pushes}`, ['--insecure'])).toEqual({
    status: 0,
    log: `push /image --destination=ghcr.io/org/agent:v1 --push-retry=3 --insecure\npushed ghcr.io/org/agent:v1@${digest}\n`,
    url: 'ghcr.io/org/agent:v1',
    digest,
    error: '',
  }));

test('refused: the reason from the log, and no digest', () => {
  const result = push(`echo 'Error: checking push permissions: TOOMANYREQUESTS' >&2; echo Usage:; exit 1`);
  expect(result).toMatchObject({
    status: 1,
    url: '',
    digest: '',
    error: 'cannot push ghcr.io/org/agent:v1: checking push permissions: TOOMANYREQUESTS',
  });
  expect(result.log).toContain('Usage:');
});

test('refused without credentials: the error says where they go', () =>
  expect(push("echo 'Error: POST http://r/v2/: UNAUTHORIZED: who?'; exit 1").error).toBe(
    'cannot push ghcr.io/org/agent:v1: no credentials were given in spec.pushSecret: POST http://r/v2/: UNAUTHORIZED: who?',
  ));

test('refused, then retried: files of the first attempt have no effect', () => {
  push('exit 1');
  expect(push(pushes)).toMatchObject({ status: 0, digest });
});

test('a tool that reports no digest: failed', () =>
  expect(push('touch "$BUILDER_OUTPUT/images"')).toMatchObject({
    status: 1,
    error: 'cannot tell the digest of ghcr.io/org/agent:v1',
  }));

describe('an image of a builder that leaves a folder out', () => {
  /** An OCI layout as kaniko writes it, with spaces, or as others do, without. */
  function makeLayout(workingDir: string, indent?: number): void {
    const blob = (name: string, value: object) => {
      mkdirSync(join(folder, 'image/blobs/sha256'), { recursive: true });
      writeFileSync(join(folder, 'image', name), JSON.stringify(value, null, indent));
    };
    const descriptor = (mark: string) => ({ mediaType: 'x.config+json', size: 1, digest: `sha256:${mark.repeat(64)}` });
    blob('index.json', { schemaVersion: 2, manifests: [descriptor('b')] });
    blob(`blobs/sha256/${'b'.repeat(64)}`, { config: descriptor('c'), layers: [descriptor('d'), descriptor('e')] });
    blob(`blobs/sha256/${'c'.repeat(64)}`, { config: { Env: ['A={"'], WorkingDir: workingDir } });
  }

  const message =
    'the image works in /workspace, where Tekton mounts a volume, and lacks what the build put there; set another WORKDIR or take another builder';
  test.each([
    ['/workspace', 3, message],
    ['/workspace/app', undefined, message],
    ['/workspaces', undefined, ''],
    ['/app', 3, ''],
  ])('with the working directory %s', (workingDir, indent, want) => {
    makeLayout(workingDir, indent);
    expect(push(pushes, [], { KEPT_OUT: '/workspace' }).error).toBe(want);
  });
});
