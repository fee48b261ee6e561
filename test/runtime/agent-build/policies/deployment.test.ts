import { describe, expect, test } from '@jest/globals';
import type { AgentBuild, AgentBuildStatus } from '../../../../api/generated/kinds.js';
import type { ChildFailure } from '../../../../runtime/engine/reconcile/act.js';
import {
  agentOf,
  asked,
  digest,
  failed,
  failedPass,
  makeBuild,
  makeWorld,
  orphan,
  pass,
  pushed,
  repository,
  settled,
  type World,
  withFirstSpec,
  withoutRun,
  withRun,
  withSpec,
} from '../world.js';

const deployed = (spec: Partial<AgentBuild['spec']> = {}): World => {
  const world = settled(makeWorld({ build: makeBuild({ deploy: true, ...spec }) }));
  return settled(withRun(world, pushed(digest('a'))));
};
const imageOf = (world: World) => agentOf(world)?.spec.image;
const statusOf = (world: World) => pass(world).outcome.status;
const deployedOf = ({ conditions = [] }: AgentBuildStatus) => {
  const { status, reason, message } = conditions.find(({ type }) => type === 'Deployed') ?? {};
  return status && [status, reason, message];
};
const first = `${repository}@${digest('a')}`;
const second = `${repository}@${digest('b')}`;
const again = { deploy: true, trigger: 'again' };

describe('the Agent', () => {
  test('deploy: kept on the digest, as the template says', () => {
    const world = deployed({ agent: { description: 'greets', env: [{ name: 'GREETING', value: 'Hi' }], replicas: 2 } });
    expect(agentOf(world)).toMatchObject({
      metadata: { name: 'hello', ownerReferences: [{ kind: 'AgentBuild', name: 'hello', controller: true }] },
      spec: { image: first, description: 'greets', env: [{ name: 'GREETING', value: 'Hi' }], replicas: 2 },
    });
    expect(statusOf(world)).toMatchObject({ agentName: 'hello', image: first });
  });

  test('before the first image: none', () => {
    expect(agentOf(settled(makeWorld({ build: makeBuild({ deploy: true }) })))).toBeUndefined();
  });

  test('while another spec is built, and when it fails: on the image before', () => {
    const building = settled(withSpec(deployed(), again));
    expect(imageOf(building)).toBe(first);
    expect(imageOf(settled(withRun(building, failed('PipelineRunTimeout'))))).toBe(first);
  });

  test('when another spec is built: on its image, and back again', () => {
    const built = settled(withRun(settled(withSpec(deployed(), again)), pushed(digest('b'))));
    expect(imageOf(built)).toBe(second);
    expect(imageOf(settled(withSpec(withFirstSpec(built), { deploy: true })))).toBe(first);
  });

  test('back at an older image, and a third spec: stays where it was until that is built', () => {
    const built = settled(withRun(settled(withSpec(deployed(), again)), pushed(digest('b'))));
    const back = settled(withSpec(withFirstSpec(built), { deploy: true }));
    expect(imageOf(settled(withSpec(back, { trigger: 'third' })))).toBe(first);
  });

  test('its PipelineRun was pruned, or Tekton removed: stays', () => {
    const pruned = withoutRun(deployed());
    expect(asked(pruned)).toEqual([]);
    expect(asked({ ...pruned, absentKinds: ['pipelineruns.tekton.dev'] })).toEqual([]);
  });

  test('another template: applied, and nothing is built', () => {
    expect(asked(withSpec(deployed(), { agent: { replicas: 3 } }))).toEqual(['apply Agent hello']);
  });

  test('a variable that is no longer in the template: applied', () => {
    const world = deployed({ agent: { env: [{ name: 'GREETING', value: 'Hi' }, { name: 'OLD' }] } });
    expect(asked(withSpec(world, { agent: { env: [{ name: 'GREETING', value: 'Hi' }] } }))).toEqual([
      'apply Agent hello',
    ]);
  });

  test('an image that somebody changed: put right', () => {
    const world = deployed();
    const children = world.children.map((child) =>
      child.kind === 'Agent' ? { ...child, spec: { ...child.spec, image: 'other:v1' } } : child,
    );
    expect(asked({ ...world, children })).toEqual(['apply Agent hello']);
  });

  test('deploy no longer: left as it is', () => {
    const world = withSpec(deployed(), { deploy: false });
    expect(asked(world)).toEqual([]);
    expect(statusOf(world).agentName).toBe('hello');
  });
});

describe('Deployed', () => {
  const agent = agentOf(deployed());
  const ready = makeWorld({ build: deployed().build, children: deployed().children.filter((c) => c.kind !== 'Agent') });
  const failure: ChildFailure = {
    change: { type: 'apply', object: agent as NonNullable<typeof agent> },
    ...{ reason: 'Invalid', message: 'spec.port: must be at most 65535', transient: false },
  };
  const cases: Record<string, { status: AgentBuildStatus; want: unknown }> = {
    'no deploy': { status: statusOf(settled(makeWorld())), want: undefined },
    'no image yet': {
      status: statusOf(settled(makeWorld({ build: makeBuild({ deploy: true }) }))),
      want: ['False', 'AwaitingImage', 'no image has been built yet'],
    },
    'an image': { status: statusOf(ready), want: ['False', 'AgentPending', 'Agent hello is about to be applied'] },
    applied: { status: statusOf(deployed()), want: ['True', 'AgentApplied', `Agent hello is kept on ${first}`] },
    "somebody else's": {
      status: statusOf({ ...ready, children: [...ready.children, ...(agent ? [orphan(agent)] : [])] }),
      want: [
        'False',
        'AgentConflict',
        'Agent hello already exists and has no controller; delete or rename one of the two',
      ],
    },
    applyFailure: {
      status: failedPass(ready, [failure]),
      want: ['False', 'ApplyFailed', 'spec.port: must be at most 65535'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { status, want }) => expect(deployedOf(status)).toEqual(want));

  test("somebody else's Agent: not touched, and the build is ready all the same", () => {
    const world = { ...ready, children: [...ready.children, ...(agent ? [orphan(agent)] : [])] };
    expect(asked(world)).toEqual([]);
    expect(statusOf(world)).toMatchObject({ phase: 'Succeeded' });
  });
});
