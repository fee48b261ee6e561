import { describe, expect, test } from '@jest/globals';
import { markdown } from '../../../cli/review/markdown.js';
import { textLines } from '../../../cli/review/text-lines.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { makeTerminal } from '../sample.js';
import { campaign, prompt, review } from './sample.js';

/** Recognized by its form. */
const token = `ghp_${'aB3dE5fG7h'.repeat(4)}`;
const secret = (stringData: object): KubernetesObject =>
  ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'team' }, stringData }) as KubernetesObject;
const config = (data: object): KubernetesObject =>
  ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', namespace: 'team' }, data }) as KubernetesObject;

const hidden = ['correct-horse', token, 'aGVsbG8taG9yc2U'];

describe('secrets are in none of the outputs', () => {
  const cases: Record<string, [KubernetesObject[], KubernetesObject[]]> = {
    'a variable by its name': [
      campaign({ workspace: { env: [{ name: 'DB_PASSWORD', value: 'correct-horse' }] } }),
      campaign({ workspace: { env: [{ name: 'DB_PASSWORD', value: 'correct-horse-2' }] } }),
    ],
    'a variable by the form of its value': [
      campaign(),
      campaign({ workspace: { env: [{ name: 'X', value: `--header ${token}` }] } }),
    ],
    'a URL with a password': [
      campaign(),
      campaign({ workspace: { env: [{ name: 'DB', value: 'postgres://me:correct-horse@db/x' }] } }),
    ],
    'an argument of a command': [
      campaign(),
      campaign({ workspace: { command: ['agent'], args: ['--token=correct-horse', '--password', 'correct-horse'] } }),
    ],
    'a prompt': [
      campaign(),
      campaign({
        batch: { commonContext: [prompt(`Use ${token}.\nAPI_KEY=correct-horse\nexport TOKEN="correct-horse"\n`)] },
      }),
    ],
    'the data of a Secret': [[secret({ a: 'correct-horse' })], [secret({ a: 'correct-horse-2', b: 'correct-horse' })]],
    'the whole data of a Secret': [[secret({})], [secret({ a: 'correct-horse' })]],
    'a key of a ConfigMap': [[config({ password: 'x' })], [config({ password: 'correct-horse' })]],
    'a file of a ConfigMap': [[config({ f: 'x' })], [config({ f: 'a: b\ndb-password: correct-horse' })]],
  };
  test.each(Object.entries(cases))('%s', (_, [before, after]) => {
    const report = review(before, after);
    const outputs = [JSON.stringify(report), markdown(report), textLines(report, makeTerminal(80)).join('\n')];
    expect(report.hasChanges).toBe(true);
    expect(hidden.filter((one) => outputs.some((output) => output.includes(one)))).toEqual([]);
  });
});
