import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { markdown } from '../../../cli/review/markdown.js';
import { textLines } from '../../../cli/review/text-lines.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { reviewPlan } from '../../../plan/review/review-plan.js';
import { type Side, sideOf } from '../../../plan/review/side.js';
import { makeTerminal } from '../sample.js';

const attack =
  '`` @evil </summary><img src=x> [x](http://evil) **b** | # <!-- \u202e\u200b ``` ~~~ \n\n# @evil\n```\n@evil\n~~~\n- @evil';

const evil = fc.constantFrom(
  attack,
  `x${attack}`,
  '@evil',
  '`@evil',
  '@evil`',
  '</details>@evil',
  '\n```\n@evil',
  '\\`@evil',
  '1\n2',
);
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    evil,
    fc.integer(),
    fc.constant(null),
    fc.boolean(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      fc.oneof(
        evil,
        fc.constantFrom(
          ...['name', 'image', 'env', 'value', 'command', 'args', 'containers', 'initContainers', 'volumes'],
        ),
        fc.constantFrom(
          ...['spec', 'template', 'metadata', 'labels', 'secretName', 'projected', 'sources', 'configMap'],
        ),
        fc.constantFrom(
          ...['resources', 'requests', 'cpu', 'securityContext', 'hostNetwork', 'data', 'items', 'valueFrom'],
        ),
      ),
      tie('value'),
      { maxKeys: 5 },
    ),
  ),
})).value;

const text = fc.oneof(evil, fc.constantFrom('a', 'b'));
/** What nobody has checked: any kind, with what looks like a task. */
const object = fc.record({
  apiVersion: fc.constantFrom('v1', 'batch/v1', 'apps/v1', 'kubetask.io/v1alpha1'),
  kind: fc.oneof(
    evil,
    fc.constantFrom('Job', 'Pod', 'ConfigMap', 'Secret', 'Deployment', 'Batch', 'BatchRun', 'WorkspaceConfig'),
  ),
  metadata: fc.oneof(
    json,
    fc.record({
      name: text,
      namespace: fc.option(text, { nil: undefined }),
      labels: fc.record({
        'kubetask.io/batch-run': text,
        'kubetask.io/task-name': text,
        'kubetask.io/batch': fc.oneof(text, json),
        'kubetask.io/task-run': text,
      }),
      annotations: fc.record({ 'kubetask.io/task-key': text }),
    }),
  ),
  spec: fc.oneof(
    json,
    fc.record({
      template: fc.record({
        spec: fc.record({
          containers: fc.oneof(
            json,
            fc.array(fc.record({ name: text, image: text, command: fc.array(text), env: json })),
          ),
          initContainers: json,
          volumes: json,
        }),
      }),
      keySalt: json,
      reuse: json,
      maxConcurrency: json,
    }),
  ),
  data: json,
});
const sides = fc.array(object, { maxLength: 5 });

const side = (objects: readonly object[]): Side =>
  sideOf(objects.map((one) => ({ object: one as KubernetesObject, origin: 'Written' as const })));

/** What Markdown does not take for code. Source: https://spec.commonmark.org/0.31.2/#code-spans */
function outsideOfCode(source: string): string {
  const blocks = source.replace(/^( *)(`{3,})\w*\n[\s\S]*?\n\1\2\n/gm, '\n');
  return blocks.replace(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, '');
}

test('what nobody has checked is reported without a failure, and nothing of it leaves the code', () => {
  fc.assert(
    fc.property(sides, sides, (before, after) => {
      const report = reviewPlan({ base: { type: 'Git', name: attack }, before: side(before), after: side(after) });
      const comment = markdown(report);
      expect(outsideOfCode(comment)).not.toMatch(/evil|<img|[\u200b\u202e]|`/);
      expect(textLines(report, makeTerminal(80)).join('')).not.toMatch(/[\u200b\u202e]/);
      expect(comment.length).toBeLessThanOrEqual(65_000);
    }),
    { numRuns: 300 },
  );
});

describe('the check of the test itself', () => {
  test.each(['@evil', '`a` @evil', '`` @evil `', '```\n@evil'])('%s: is outside of code', (one) => {
    expect(outsideOfCode(one)).toMatch(/evil/);
  });
});
