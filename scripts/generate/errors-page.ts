import { writeFileSync } from 'node:fs';
import { allReasons, explanationsOf, subjects } from '../../api/explanations/all.js';
import { agentExitCodes, commandExitCodes, controllerExitCodes } from '../../api/explanations/exit-codes.js';
import type { Explanation } from '../../api/explanations/explanation.js';

export const generateErrorsPage = (): void => writeFileSync('docs/errors.md', errorsPage());

/** `docs/errors.md`: every reason and every exit code, from `api/explanations/`. */
export const errorsPage = (): string => `# Errors and reasons

Generated from \`api/explanations/\` by \`npm run generate\`.

A **reason** is one word that says why an object is in its state. You find it in the column \`REASON\` of \`kubectl get\`, in the conditions and tasks of a status, and in Events. The **message** beside it has the details: names, numbers and the answer of Kubernetes. This page has every reason, in alphabetical order, with what it means, a command that shows more, and what to do.

\`docs/errors.md#\` followed by a reason is the place of that reason: \`docs/errors.md#PendingTimeout\`. \`kubectl task describe\` and \`kubectl task doctor\` print it. \`kubectl task explain PendingTimeout\` prints the same text in a terminal.

- To see the reason of a run and of its tasks, run \`kubectl task describe batchrun/<run>\`. With \`kubectl\` alone, run \`kubectl get batchruns.kubetask.io <run> -o yaml\`.
- Angle brackets mark what you fill in. Add \`-n <namespace>\` if the object is not in the namespace of your kubeconfig context.
- Problems that \`cdk8s synth\` and \`kubectl task plan\` report before anything runs have ids instead of reasons. [Lints](lints.md) explains them.

## Reasons by object

${subjectTable()}

An Agent and an AgentBuild also have the reasons of a task, where a Pod is the cause: \`ImagePullBackOff\` means the same on all of them. An AgentBuild passes on other reasons of Tekton, such as \`PipelineRunTimeout\` and \`CouldntGetTask\`; the [documentation of Tekton](https://tekton.dev/docs/pipelines/pipelineruns/#monitoring-execution-status) explains them.

## All reasons

${allReasons.map(reasonSection).join('\n')}
## Exit codes

${exitCodeTable('An agent', 'The agent is the container `agent` of a task. [Writing an agent](agents.md#exit-code-and-result) has the contract. Any other exit code than these means that the agent failed.', agentExitCodes)}
${exitCodeTable('kubectl task', 'A command that waits for a run, follows it or prints its results ends with the code of the run. `kubectl task run` of one task ends with the exit code of that task.', commandExitCodes)}
${exitCodeTable('The controller', '[Running the controller](operations.md) describes it.', controllerExitCodes)}`;

function subjectTable(): string {
  const rows = subjects.map(
    ({ title, explanations }) => `| ${title} | ${Object.keys(explanations).sort().map(linked).join(', ')} |`,
  );
  return ['| Object | Reasons |', '| --- | --- |', ...rows].join('\n');
}

const linked = (reason: string): string => `[\`${reason}\`](#${reason})`;

function reasonSection(reason: string): string {
  const explanations = explanationsOf(reason);
  const parts = explanations.map(({ subject, ...explanation }) => `*${subject}.* ${sentences(explanation)}`);
  return `<a id="${reason}"></a>\n\n### ${reason}\n\n${parts.join('\n\n')}\n`;
}

const sentences = ({ means, see, act }: Explanation): string =>
  [means, '', ...(see === undefined ? [] : [`- See more: \`${see}\``]), `- What to do: ${act}`].join('\n');

function exitCodeTable(title: string, about: string, codes: Readonly<Record<number, Explanation>>): string {
  const rows = Object.entries(codes).map(([code, { means, act }]) => `| ${code} | ${means} | ${act} |`);
  const table = ['| Exit code | What it means | What to do |', '| --- | --- | --- |', ...rows].join('\n');
  return `### ${title}\n\n${about}\n\n${table}\n`;
}
