import { afterAll, beforeAll, describe } from '@jest/globals';
import { describeAbsentKinds } from './absent-kinds.js';
import { describeAgentBuilds } from './agent-builds.js';
import { describeAgents } from './agents.js';
import { createApiClient } from './api-client.js';
import { installDefinitions, installTekton } from './definitions.js';
import { describeFacts } from './fact.js';
import { agentBuildFacts } from './facts/agent-builds.js';
import { agentFacts, deploymentFacts } from './facts/agents.js';
import { refusals } from './facts/answers.js';
import { builtInKinds } from './facts/built-in-kinds.js';
import { definitions } from './facts/definitions.js';
import { deletion } from './facts/deletion.js';
import { evictions } from './facts/evictions.js';
import { immutableChangeFacts } from './facts/immutable-changes.js';
import { ourKinds } from './facts/objects-of-our-kinds.js';
import { patches } from './facts/patches.js';
import { podFailurePolicies } from './facts/pod-failure-policies.js';
import { reading } from './facts/reading.js';
import { schedulingGates } from './facts/scheduling-gates.js';
import { validation } from './facts/validation.js';
import { describeReconcilers } from './reconcilers.js';
import type { ServerUnderTest } from './server-under-test.js';
import { serversOffered } from './servers.js';
import { describeWatches } from './watches.js';
import { createWorld, type World } from './world.js';

/** For the start of a whole control plane. */
const patience = 90_000;

describe.each(Object.entries(serversOffered(process.env)))('%s', (_, start) => {
  let server: ServerUnderTest;
  let uninstall: () => Promise<void>;
  let world: World;

  beforeAll(async () => {
    server = await start();
    const client = createApiClient(server.connection);
    const removals = [await installDefinitions(client), await installTekton(client)];
    uninstall = () => Promise.all(removals.map((remove) => remove())).then(() => client.close());
    world = await createWorld(server);
  }, patience);

  afterAll(async () => {
    await world?.close();
    await uninstall?.();
    await server?.stop();
  }, patience);

  const here = () => world;
  describeFacts('a definition of ours', definitions, here);
  describeFacts('an invalid object is refused', validation, here);
  describeFacts('an object of ours is stored', ourKinds, here);
  describeFacts('a request is refused', refusals, here);
  describeFacts('a patch', patches, here);
  describeFacts('a deletion', deletion, here);
  describeFacts('an eviction', evictions, here);
  describeFacts('a Pod failure policy', podFailurePolicies, here);
  describeFacts('a list or a table', reading, here);
  describeFacts('an Agent', agentFacts, here);
  describeFacts('an AgentBuild', agentBuildFacts, here);
  describeFacts('a Deployment or a Service', deploymentFacts, here);
  describeFacts('a built-in kind', builtInKinds, here);
  describeFacts('a change of an object that exists', immutableChangeFacts, here);
  describeFacts('a scheduling gate', schedulingGates, here);
  describeWatches(here);
  describeAbsentKinds(() => server);
  describeReconcilers(() => server);
  describeAgents(() => server);
  describeAgentBuilds(() => server);
});
