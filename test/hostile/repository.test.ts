import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { BatchRunStatus } from '../../api/generated/kinds.js';
import { makeBatch, makeRun, makeWorkspace } from '../contract/objects.js';
import { makeHostileRepository } from './hostile-repository.js';
import { endOf, type Place, patience, places, taskOf } from './place.js';

/** An agent that writes what it finds as its result. */
const look = `cd "$KUBETASK_REPOSITORY_DIR"
agents=$(cat AGENTS.md)
kind=$([ -L CLAUDE.md ] && echo link || echo file)
notes=$([ -L NOTES.md ] && echo link || cat NOTES.md)
pwned=$(find "$WORKSPACE_DIR" -name pwned | wc -l)
deep=$(find . -name file | wc -l)
printf '{"summary":"%s, CLAUDE.md %s: %s, NOTES.md: %s, pwned %d, deep %d"}' "$agents" "$kind" "$(cat CLAUDE.md)" "$notes" "$pwned" "$deep" > "$KUBETASK_RESULT"`;

const file = (filePath: string) => ({ type: 'File', file: { filePath, source: { inline: 'the prompt' } } });

describe.each(Object.entries(places))('a hostile repository on %s', (_, start) => {
  let place: Place;
  let outside: string;
  let status: BatchRunStatus;

  beforeAll(async () => {
    place = await start();
    outside = join(place.folder, 'outside');
    mkdirSync(outside, { mode: 0o777 });
    makeHostileRepository(place.folder, outside);
    const repository = {
      type: 'Repository',
      repository: { url: place.urlOf('hostile.git'), branch: 'main', path: 'r' },
    };
    const clones = [
      [repository, file('/workspace/r/CLAUDE.md'), file('/workspace/r/NOTES.md')],
      [repository, file('/workspace/r/out/stolen')],
      [repository, file('/workspace/r/loop/loop/AGENTS.md')],
    ];
    const { image, world } = place;
    await world.send(
      'POST',
      'workspaceconfigs',
      makeWorkspace('default', { agentImage: image, command: ['sh', '-c', look] }),
    );
    await world.send('POST', 'batches', makeBatch('hostile', { variableContexts: clones }));
    await world.send('POST', 'batchruns', makeRun('r', { batchRef: 'hostile' }));
    status = await endOf(place, 'r');
  }, patience);
  afterAll(() => place?.stop(), patience);

  test('is cloned; context files replace its links, and the targets stay unchanged', () => {
    expect(taskOf(status, 0)).toMatchObject({
      phase: 'Succeeded',
      result: {
        summary: 'the tracked file, CLAUDE.md file: the prompt, NOTES.md: the prompt, pwned 0, deep 1',
      },
    });
  });

  test.each([
    [1, 'a link to a folder outside the clone'],
    [2, 'a link to a folder of the clone'],
  ])('task %d, a context file below %s: refused, and the error names it', (index) => {
    expect(taskOf(status, index)).toMatchObject({
      phase: 'Failed',
      reason: 'ContextFailed',
      message: expect.stringContaining('is a symbolic link of a repository'),
    });
  });

  test('nothing was executed, and nothing was written outside the workspace', () => {
    expect(readdirSync(outside)).toEqual([]);
  });
});
