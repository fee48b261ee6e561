import { expect, test } from '@jest/globals';
import { buildEvents } from '../../../../runtime/agent-build/build/build-events.js';
import {
  digest,
  failed,
  makeBuild,
  makeWorld,
  passes,
  pushed,
  repository,
  runNameOf,
  running,
  settled,
  type World,
  withRun,
  withSpec,
} from '../world.js';

/** What is reported on the way from this world to its rest. */
const eventsOf = (world: World): string[] =>
  passes(world).reduce<{ reported: string[]; before: World['build']['status'] }>(
    ({ reported, before }, { outcome: { status } }) => ({
      reported: [
        ...reported,
        ...buildEvents(before, status).map(({ type, reason, message }) => `${type} ${reason}: ${message}`),
      ],
      before: status,
    }),
    { reported: [], before: world.build.status },
  ).reported;

const started = settled(makeWorld());
const name = runNameOf(started);
const changed = withSpec(settled(withRun(started, running)), { trigger: 'again' });
const image = `${repository}@${digest('a')}`;

const cases: Record<string, { world: World; want: string[] }> = {
  'a new build': { world: makeWorld(), want: [`Normal BuildStarted: started PipelineRun ${name}`] },
  'the same again': { world: started, want: [] },
  'runs, and nothing is wrong': { world: withRun(started, running), want: [] },
  succeeded: { world: withRun(started, pushed(digest('a'))), want: [`Normal BuildSucceeded: built ${image}`] },
  failed: {
    world: withRun(started, failed('CouldntGetTask', 'no such task')),
    want: [`Warning BuildFailed: PipelineRun ${name}: CouldntGetTask: no such task`],
  },
  'another spec while the first is built': {
    world: changed,
    want: [`Normal BuildStarted: started PipelineRun ${runNameOf(changed)}`],
  },
  'the first is cancelled for it': {
    world: withRun(settled(changed), failed('Cancelled'), name),
    want: [
      `Normal BuildCancelled: PipelineRun ${name}: Superseded: cancelled because the spec changed before the build ended`,
    ],
  },
  'without Tekton': {
    world: makeWorld({ absentKinds: ['pipelines.tekton.dev'] }),
    want: [expect.stringMatching(/^Warning TektonNotInstalled: the API server has no pipelines/) as never],
  },
  'cannot be planned': {
    world: makeWorld({ build: makeBuild({ image: 'no name' }) }),
    want: [expect.stringMatching(/^Warning InvalidSpec: .*spec\.image/) as never],
  },
  deployed: {
    world: withRun(settled(makeWorld({ build: makeBuild({ deploy: true }) })), pushed(digest('a'))),
    want: [`Normal BuildSucceeded: built ${image}`, `Normal AgentApplied: Agent hello is kept on ${image}`],
  },
};
test.each(Object.entries(cases))('%s', (_, { world, want }) => expect(eventsOf(world)).toEqual(want));
