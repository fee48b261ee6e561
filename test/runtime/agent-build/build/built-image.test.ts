import { describe, expect, test } from '@jest/globals';
import { builtImage, repositoryOf } from '../../../../runtime/agent-build/build/built-image.js';
import type { ObservedPipelineRun } from '../../../../runtime/agent-build/observed.js';

const runWith = (results: Record<string, string>): ObservedPipelineRun => ({
  apiVersion: 'tekton.dev/v1',
  kind: 'PipelineRun',
  metadata: { name: 'hello-1', namespace: 'team' },
  spec: { params: [] },
  status: { results: Object.entries(results).map(([name, value]) => ({ name, value })) },
});
const sha256 = `sha256:${'a'.repeat(64)}`;
const repository = 'ghcr.io/org/hello';

describe('what a PipelineRun says that it built', () => {
  const cases: Record<string, { results: Record<string, string>; want: object }> = {
    'a digest: the image of the repository it was to push to': {
      results: { IMAGE_DIGEST: sha256 },
      want: { image: `${repository}@${sha256}` },
    },
    'a digest with something before it: no image': { results: { IMAGE_DIGEST: `evil@${sha256}` }, want: {} },
    'a digest with something after it: no image': { results: { IMAGE_DIGEST: `${sha256}b` }, want: {} },
    'a commit of SHA-1': { results: { 'CHAINS-GIT_COMMIT': 'b'.repeat(40) }, want: { commit: 'b'.repeat(40) } },
    'a commit of SHA-256': { results: { 'CHAINS-GIT_COMMIT': 'c'.repeat(64) }, want: { commit: 'c'.repeat(64) } },
    'a commit that is too long: none': { results: { 'CHAINS-GIT_COMMIT': 'b'.repeat(41) }, want: {} },
    'a commit with something before it: none': { results: { 'CHAINS-GIT_COMMIT': `x${'b'.repeat(64)}` }, want: {} },
    'a commit with something after it: none': { results: { 'CHAINS-GIT_COMMIT': `${'b'.repeat(40)} evil` }, want: {} },
    'a single digit: no commit': { results: { 'CHAINS-GIT_COMMIT': 'b' }, want: {} },
    'letters that are no hex digits: no commit': { results: { 'CHAINS-GIT_COMMIT': 'z'.repeat(64) }, want: {} },
    nothing: { results: {}, want: {} },
  };
  test.each(Object.entries(cases))('%s', (_, { results, want }) => {
    expect(builtImage(runWith(results), repository)).toEqual(want);
  });

  test('where it pushed to is not known: no image', () => {
    expect(builtImage(runWith({ IMAGE_DIGEST: sha256 }), undefined)).toEqual({});
  });
});

test.each([
  ['ghcr.io/org/hello:v1', 'ghcr.io/org/hello'],
  ['localhost:5000/hello', 'localhost:5000/hello'],
  ['localhost:5000/hello:v1', 'localhost:5000/hello'],
  ['hello', 'hello'],
])('the repository of %s is %s', (image, want) => expect(repositoryOf(image)).toBe(want));
