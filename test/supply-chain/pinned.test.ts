import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parseDocument } from 'yaml';
import { imagesOf } from '../../plan/agent-build/images.js';

const containerfiles = ['.', 'images', 'examples'].flatMap((folder) =>
  readdirSync(folder, { recursive: folder !== '.', encoding: 'utf8' })
    .filter((file) => /(^|\/)Containerfile$/.test(file))
    .map((file) => join(folder, file)),
);
const digest = /@sha256:[0-9a-f]{64}$/;

test.each(containerfiles)('%s: its base image has a digest', (file) => {
  const bases = [...readFileSync(file, 'utf8').matchAll(/^FROM (?:--\S+ )?(\S+)/gm)].map(([, image]) => image);
  expect(bases).toEqual([expect.stringMatching(digest)]);
});

test('the images of builds have digests; no public source has the digest of buildah', () => {
  const builders = ['kaniko', 'buildkit-rootless', 'buildah'] as const;
  const base = { repoUrl: '', image: '', imageTag: '', imageRegistry: '' };
  const images = builders.flatMap((builder) => Object.values(imagesOf({ ...base, builder })));
  expect([...new Set(images)].filter((image) => !digest.test(image))).toEqual(['quay.io/buildah/stable:v1.43.1']);
});

interface Job {
  readonly permissions?: unknown;
  readonly 'timeout-minutes'?: number;
  readonly steps: readonly { readonly uses?: string; readonly run?: string }[];
}

const workflows = readdirSync('.github/workflows').map((name) => {
  const text = readFileSync(`.github/workflows/${name}`, 'utf8');
  const document = parseDocument(text, { uniqueKeys: true });
  const content = document.toJS() as { jobs: Record<string, Job>; permissions: object };
  return { name, text, errors: [...document.errors, ...document.warnings], content };
});

test.each(workflows)('$name: valid YAML, read-only permissions, and job timeouts', ({ errors, content }) => {
  expect(errors).toEqual([]);
  expect(content.permissions).toEqual({ contents: 'read' });
  const jobs = Object.values(content.jobs);
  expect(jobs.filter((job) => job.permissions !== undefined || !job['timeout-minutes'])).toEqual([]);
});

test.each(workflows)('$name: every action has a commit, and its version in a comment', ({ text, content }) => {
  const used = Object.values(content.jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []));
  expect(used.length).toBeGreaterThan(0);
  expect(used.filter((action) => !/^[\w-]+\/[\w/-]+@[0-9a-f]{40}$/.test(action))).toEqual([]);
  expect(text.match(/uses: \S+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/gm)).toHaveLength(used.length);
});

test.each(workflows)('$name: runs existing scripts, and passes nothing of a pull request to a shell', ({ content }) => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  const runs = Object.values(content.jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
  const called = runs.flatMap((run) => /^npm (?:run )?(test|[\w:-]+)/.exec(run)?.[1] ?? []);
  expect(called.filter((name) => !['ci', 'audit'].includes(name) && !(name in scripts))).toEqual([]);
  expect(runs.filter((run) => run.includes('${{'))).toEqual([]);
});
