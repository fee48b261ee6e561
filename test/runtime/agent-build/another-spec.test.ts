import { describe, expect, test } from '@jest/globals';
import {
  asked,
  digest,
  failed,
  makeBuild,
  makeWorld,
  pass,
  planOf,
  pushed,
  repository,
  runNameOf,
  running,
  settled,
  summary,
  type World,
  withFirstSpec,
  withoutRun,
  withRun,
  withSpec,
} from './world.js';

/** The PipelineRun has been created, and Tekton has not looked at it. */
const started = settled(makeWorld());
const name = runNameOf(started);
const statusOf = (world: World) => pass(world).outcome.status;
const finished = settled(withRun(started, pushed(digest('a'))));

describe('another spec', () => {
  const other = { trigger: 'again' };
  const otherName = runNameOf(withSpec(started, other));

  test('after the end of the first: built, and the first stays', () => {
    const world = withSpec(finished, other);
    expect(asked(world)).toEqual([`create PipelineRun ${otherName}`]);
    expect(statusOf(settled(world))).toMatchObject({
      phase: 'Pending',
      pipelineRunName: otherName,
      image: `${repository}@${digest('a')}`,
      builds: [
        { pipelineRunName: otherName, phase: 'Pending' },
        { pipelineRunName: name, phase: 'Succeeded' },
      ],
    });
  });

  test('the same spec, to be built again by an annotation: built once, and the first stays', () => {
    const metadata = { ...finished.build.metadata, annotations: { 'beeai.dev/build-again': '2026-12-01T00:00:00Z' } };
    const world: World = { ...finished, build: { ...finished.build, metadata } };
    expect(asked(world)).toEqual([`create PipelineRun ${runNameOf(world)}`]);
    expect(runNameOf(world)).not.toBe(name);
    expect(asked(settled(world))).toEqual([]);
    expect(statusOf(settled(world)).builds?.[1]).toMatchObject({ pipelineRunName: name, phase: 'Succeeded' });
  });

  test('and back: not built again, and its image is the last', () => {
    const second = settled(withRun(settled(withSpec(finished, other)), pushed(digest('b')), otherName));
    expect(statusOf(second).image).toBe(`${repository}@${digest('b')}`);
    const back = withFirstSpec(second);
    expect(asked(back)).toEqual([]);
    expect(statusOf(settled(back))).toMatchObject({
      phase: 'Succeeded',
      pipelineRunName: name,
      image: `${repository}@${digest('a')}`,
      builds: [{ pipelineRunName: name }, { pipelineRunName: otherName }],
    });
  });

  describe('while the first is built', () => {
    const changed = withSpec(settled(withRun(started, running)), other);

    test('the first is cancelled, once', () => {
      const [first] = asked(changed);
      expect(asked(changed)).toEqual([`create PipelineRun ${otherName}`, `amend PipelineRun ${name}`]);
      expect(first).toBe(`create PipelineRun ${otherName}`);
    });

    test('cancelled by then: superseded', () => {
      const world = settled(withRun(settled(changed), failed('Cancelled'), name));
      expect(statusOf(world).builds).toMatchObject([
        { pipelineRunName: otherName },
        { pipelineRunName: name, phase: 'Cancelled', reason: 'Superseded' },
      ]);
    });

    test('it ended before it could be cancelled: its image is known', () => {
      const world = settled(withRun(settled(changed), pushed(digest('a')), name));
      expect(statusOf(world).builds?.[1]).toMatchObject({ phase: 'Succeeded', image: `${repository}@${digest('a')}` });
    });

    test('it ended before it could be cancelled, and back: not built again', () => {
      const world = withFirstSpec(settled(withRun(settled(changed), pushed(digest('a')), name)));
      expect(asked(world)).toEqual([`amend PipelineRun ${otherName}`]);
      expect(statusOf(settled(world))).toMatchObject({ phase: 'Succeeded', pipelineRunName: name });
    });

    test.each(['before it ended', 'after it ended'])('and back, %s: removed, and built after all', (when) => {
      const ended = when === 'after it ended' ? settled(withRun(settled(changed), failed('Cancelled'), name)) : changed;
      const back = withFirstSpec(settled(ended));
      expect(asked(back)).toEqual([
        `delete PipelineRun ${name}`,
        `amend PipelineRun ${otherName}`,
        `create PipelineRun ${name}`,
      ]);
      expect(statusOf(settled(back)).builds?.[0]).toMatchObject({ pipelineRunName: name, phase: 'Pending' });
    });

    test('and back, after it was pruned: built after all', () => {
      const pruned = withoutRun(settled(changed), name);
      expect(statusOf(pruned).builds?.[1]).toMatchObject({ phase: 'Cancelled', reason: 'Superseded' });
      const back = withFirstSpec(settled(pruned));
      expect(asked(back)).toContain(`create PipelineRun ${name}`);
    });
  });

  test('that cannot be planned: nothing is cancelled', () => {
    const broken = withSpec(settled(withRun(started, running)), { imageTag: 'not a tag' });
    expect(asked(broken)).toEqual([]);
    expect(summary(statusOf(broken))).toMatchObject(['Failed', 'InvalidSpec', expect.stringContaining('imageTag')]);
  });

  test('the 21st: the first is forgotten', () => {
    const builds = Array.from({ length: 20 }, (_, index) => ({
      ...{ hash: `h${index}`, pipelineRunName: `hello-h${index}`, phase: 'Succeeded' as const },
    }));
    const world = settled(makeWorld({ build: makeBuild({}, { builds }) }));
    expect(statusOf(world).builds?.map(({ hash }) => hash)).toEqual([
      planOf(world.build).hash,
      ...builds.slice(0, 19).map(({ hash }) => hash),
    ]);
  });
});

describe('after a crash', () => {
  test('between the creation and the status: the PipelineRun is taken up', () => {
    const world = { ...started, build: makeBuild() };
    expect(asked(world)).toEqual([]);
    expect(statusOf(world)).toMatchObject({ pipelineRunName: name, builds: [{ phase: 'Pending' }] });
  });

  test('and the spec has changed meanwhile: cancelled and remembered', () => {
    const world = withSpec({ ...started, build: makeBuild() }, { trigger: 'again' });
    expect(asked(world)).toContain(`amend PipelineRun ${name}`);
    expect(statusOf(settled(world)).builds?.map(({ pipelineRunName }) => pipelineRunName)).toEqual([
      runNameOf(world),
      name,
    ]);
  });
});
