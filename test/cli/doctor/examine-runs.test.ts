import { expect, test } from '@jest/globals';
import { examineRuns } from '../../../cli/doctor/examine-runs.js';

const stalled = (name: string, reason: string) => ({ place: `batchrun/${name} in default`, reason });

test('no run waits for a person: no check', () => expect(examineRuns([])).toEqual([]));

test('runs that wait for a person: one line for each reason, with the place that explains it', () =>
  expect(
    examineRuns([stalled('a', 'TemplateChanged'), stalled('b', 'InvalidSpec'), stalled('c', 'TemplateChanged')]),
  ).toEqual([
    {
      title: 'runs',
      state: 'unknown',
      detail: '3 runs cannot continue',
      fix: [
        'InvalidSpec of batchrun/b in default: see docs/errors.md#InvalidSpec',
        'TemplateChanged of batchrun/a in default and 1 more: see docs/errors.md#TemplateChanged',
      ],
    },
  ]));
