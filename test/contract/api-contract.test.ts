import { afterAll, beforeAll, describe } from '@jest/globals';
import { describeFacts } from './fact.js';
import { refusals } from './facts/answers.js';
import { builtInKinds } from './facts/built-in-kinds.js';
import { definitions } from './facts/definitions.js';
import { deletion } from './facts/deletion.js';
import { ourKinds } from './facts/objects-of-our-kinds.js';
import { patches } from './facts/patches.js';
import { reading } from './facts/reading.js';
import { validation } from './facts/validation.js';
import { type ServerUnderTest, serversOffered } from './servers.js';
import { describeWatches } from './watches.js';
import { createWorld, type World } from './world.js';

/** For the start of a whole control plane. */
const patience = 90_000;

describe.each(Object.entries(serversOffered(process.env)))('%s', (_, start) => {
  let server: ServerUnderTest | undefined;
  let world: World | undefined;
  const here = () => {
    if (!world) throw new Error('Cannot send a request: the server has not started');
    return world;
  };

  beforeAll(async () => {
    server = await start();
    world = await createWorld(server);
  }, patience);

  afterAll(async () => {
    await world?.close();
    await server?.stop();
  }, patience);

  describeFacts('a definition of ours', definitions, here);
  describeFacts('a mistake in an object is told', validation, here);
  describeFacts('an object of ours is stored', ourKinds, here);
  describeFacts('a request is refused', refusals, here);
  describeFacts('a patch', patches, here);
  describeFacts('a deletion', deletion, here);
  describeFacts('a list or a table', reading, here);
  describeFacts('a built-in kind', builtInKinds, here);
  describeWatches(here);
});
