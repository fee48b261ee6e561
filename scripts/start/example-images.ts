import { fileURLToPath } from 'node:url';

export const EXAMPLE_AGENT_IMAGE = 'ghcr.io/kubetask/replace-agent:v0.1.0';

/** The image of `examples/hello-agent.yaml`. */
const HELLO_AGENT_IMAGE = 'ghcr.io/kubetask/hello-agent:v0.1.0';

/** The checkout, relative to `build/scripts/start/`. */
export const checkout = fileURLToPath(new URL('../../../', import.meta.url));

/** The programs of the example images, in the form of `--image`. */
export const exampleImages: readonly string[] = [
  `${EXAMPLE_AGENT_IMAGE}=/bin/sh '${checkout}examples/agents/replace-agent/agent.sh'`,
  `${HELLO_AGENT_IMAGE}=exec node '${checkout}examples/agents/hello-agent/agent.mjs'`,
];
