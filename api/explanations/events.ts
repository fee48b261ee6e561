import type { Explanations } from './explanation.js';

const results = 'kubectl task results batchrun/<run>';

/** Reasons of Events that no condition has, or that mean more there. */
export const eventExplanations: Explanations = {
  Started: { means: 'A BatchRun was planned. The message has the number of its tasks.', see: results, act: 'Nothing.' },
  TaskFailed: {
    means: 'A task of a BatchRun failed. The message has its name and its reason.',
    see: results,
    act: 'Look up the reason that the message names.',
  },
  Succeeded: { means: 'The run has finished, and everything succeeded.', see: results, act: 'Nothing.' },
  Failed: {
    means: 'The run has finished, and at least one task or step failed.',
    see: results,
    act: 'Look up the reason of the run.',
  },
  NamespaceReturned: {
    means: 'The objects of the namespace fit into the memory of the controller again. Its runs continue.',
    act: 'Nothing.',
  },
  BuildStarted: {
    means: 'An AgentBuild has started a PipelineRun.',
    see: 'kubectl task logs agentbuild/<build> -f',
    act: 'Nothing.',
  },
  BuildSucceeded: { means: 'An image was built and pushed. The message has its digest.', act: 'Nothing.' },
  BuildCancelled: {
    means: 'A build was cancelled, because a user cancelled it or the spec changed.',
    act: 'Nothing.',
  },
  StandIn: {
    means: 'On one machine, a stand-in built the image: no instruction of the Dockerfile was executed.',
    act: 'Use such an image only to try your manifests. A cluster with Tekton builds the real one.',
  },
};
