import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentPreset } from '../../plan/agent-preset/preset.js';
import { presets } from '../../plan/agent-preset/presets.js';

/** Those that were run and can push. */
const quick = presets.filter(({ tried, permissions }) => tried.wasRun && permissions.includes('all'));

const folder = 'docs/quick-start';

/** `docs/quick-start/`: a page for each preset that was run and can push, with commands to paste. */
export function generateQuickStartPages(): void {
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(folder)) rmSync(join(folder, file));
  for (const preset of quick) writeFileSync(join(folder, `${preset.name}.md`), quickStartPage(preset));
  for (const [page, table] of Object.entries({ 'docs/quick-start.md': keysTable(), 'docs/README.md': pagesTable() }))
    writeFileSync(page, withAgents(readFileSync(page, 'utf8'), table));
}

/** A page with its table of the agents. @throws Error if the page has no place for it */
export function withAgents(page: string, table: string): string {
  const place = /(<!-- agents -->\n)[\s\S]*?(?=<!-- end -->)/;
  if (!place.test(page)) throw new Error('Cannot put in the agents: the page has no <!-- agents -->');
  return page.replace(place, (_, head: string) => `${head}${table}\n`);
}

function keysTable(): string {
  const rows = quick.map(
    (preset) => `| [${preset.title}](quick-start/${preset.name}.md) | \`${keyOf(preset)}\`: ${describedKey(preset)} |`,
  );
  return ['| Agent | Key |', '| --- | --- |', ...rows].join('\n');
}

function pagesTable(): string {
  const rows = presets.map(
    (preset) =>
      `| ${preset.title} | ${quick.includes(preset) ? `[Quick start](quick-start/${preset.name}.md)` : ''} | [Preset](presets/${preset.name}.md) |`,
  );
  return ['| Agent | | |', '| --- | --- | --- |', ...rows].join('\n');
}

/** The repository that the page works on; people, and tests, replace it. */
export const exampleRepository = 'https://github.com/OWNER/REPO.git';

/** What the manifests of the page are saved as. */
export const manifestFile = 'quick-start.yaml';

const controller = 'ghcr.io/kubetask/controller:v0.1.0';

const imageOf = ({ name, tried }: AgentPreset): string => `ghcr.io/kubetask/${name}:${tried.version}`;

/** The page of a preset in docs/quick-start/. A block of commands that the tests run is below `<!-- run -->`. */
export const quickStartPage = (preset: AgentPreset): string => `# Quick start with ${preset.title}

Generated from \`scripts/generate/quick-start-pages.ts\` by \`npm run generate\`.

This page shows how to run ${preset.title} on a repository in a Kubernetes cluster. The agent pushes a branch, and you merge its pull request. The page has ten commands. [Quick start](../quick-start.md) lists what you need, and says what to do on clusters other than kind and on other Git hosts.

Start in a clone of kubetask. Set two variables in your shell:

\`\`\`sh
export ${keyOf(preset)}=...   # ${describedKey(preset)}
export GITHUB_TOKEN=...   # may read and write contents and pull requests of one repository
\`\`\`

## Images

1. Build the controller and the plugin \`kubectl task\`, and put the plugin on the PATH:

   \`\`\`sh
   npm run bundle && export PATH="$PWD/build:$PATH"
   \`\`\`

2. Build the image of the controller:

   \`\`\`sh
   docker build --tag ${controller} .
   \`\`\`

3. Build the image of the agent, which contains ${preset.title} ${preset.tried.version}, Git and Node.js:

   \`\`\`sh
   docker build --tag ${imageOf(preset)} images/agents/${preset.name}
   \`\`\`

4. Load both images into the cluster:

   \`\`\`sh
   kind load docker-image ${controller} ${imageOf(preset)}
   \`\`\`

## Installation and Secrets

5. Install the CustomResourceDefinitions and the controller:

   <!-- run -->
   \`\`\`sh
   kubectl apply --server-side -f dist/install.k8s.yaml
   \`\`\`

6. Create the Secret with the key of the model:

   <!-- run -->
   \`\`\`sh
   kubectl create secret generic ${preset.name} --from-literal=api-key="$${keyOf(preset)}"
   \`\`\`

7. Create the Secret with the token, as the clone needs it, and as a header, which the agent pushes with:

   <!-- run -->
   \`\`\`sh
   kubectl create secret generic git --from-literal=token="$GITHUB_TOKEN" --from-literal=header="Authorization: Basic $(printf 'x-access-token:%s' "$GITHUB_TOKEN" | base64 | tr -d '\\n')"
   \`\`\`

## The batch

8. Save these manifests as \`${manifestFile}\`, replace \`OWNER/REPO\` twice, and apply them:

   <!-- save ${manifestFile} -->
   \`\`\`yaml
${indented(manifests(preset), 3)}
   \`\`\`

   <!-- run -->
   \`\`\`sh
   kubectl apply -f ${manifestFile}
   \`\`\`

   The WorkspaceConfig gives the agent its key, and configures its Git: the header with the token is sent to \`github.com\` alone. Variables do this and not a file, because some agent CLIs ignore the global configuration of Git and its credential helpers. \`permissions: all\` lets the agent run commands, which it needs to commit and push. The Batch is a template: nothing runs yet.

## The run

9. Start a run of the Batch, and follow its log until it has finished:

   <!-- run -->
   \`\`\`sh
   kubectl task start batch/quick-start --logs
   \`\`\`

   In another terminal, \`kubectl task describe @latest\` shows what the task waits for. When the run has finished, \`kubectl task results @latest\` shows its tokens, its model and what the agent says that it did.

10. Read the name of the branch, which comes from the [task key](../task-keys.md), and open its pull request:

    <!-- run -->
    \`\`\`sh
    branch=$(kubectl get jobs -l kubetask.io/batch=quick-start -o jsonpath='{.items[0].spec.template.spec.containers[0].env[?(@.name=="KUBETASK_BRANCH")].value}')
    \`\`\`

    \`\`\`sh
    gh pr create --repo OWNER/REPO --head "$branch" --fill
    \`\`\`

    Look at the change, then merge it: \`gh pr merge "$branch" --repo OWNER/REPO --squash\`.

## Clean up

<!-- run -->
\`\`\`sh
kubectl task delete @latest
\`\`\`

<!-- run -->
\`\`\`sh
kubectl delete -f ${manifestFile}
kubectl delete secret ${preset.name} git
\`\`\`

\`kubectl delete -f dist/install.k8s.yaml\` removes the controller, and with the CustomResourceDefinitions every Batch and run of the cluster.

## What was tried

| Step | Tried |
| --- | --- |
| 1 | \`npm test\` builds and runs the plugin and the controller. |
| 2, 3, 4 | Not run on 2026-12-01: the machine had no container engine. \`npm test\` installs what the image of the agent installs, from the same lockfile, and checks every option that the preset uses. |
| 5 to 9 | Run by \`test/agents/\` with the real \`kubectl\` and the real ${preset.title} ${preset.tried.version}, on the embedded cluster. A stub of the model stands for the provider, and a Git server on loopback that asks for the token for GitHub. ${preset.tried.how} |
| 10 | The branch is read as shown, and it is on the Git server. \`gh\` was not run. |

The next pages: [Runs](../runs.md) for limits, pause and retries; [${preset.title}](../presets/${preset.name}.md) for its model, permissions and limits; [Repositories](../repositories.md) for other Git hosts; [Security](../security.md) for what an agent can do.
`;

const keyOf = ({ credentials }: AgentPreset): string => credentials[0]?.env ?? 'API_KEY';

const describedKey = ({ credentials }: AgentPreset): string =>
  (credentials[0]?.description ?? 'the key of the provider')
    .replace(/\.$/, '')
    .replace(/^[A-Z](?![A-Z])/, (letter) => letter.toLowerCase());

const indented = (text: string, by: number): string =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : ' '.repeat(by) + line))
    .join('\n');

const manifests = (preset: AgentPreset): string => `apiVersion: kubetask.io/v1alpha1
kind: WorkspaceConfig
metadata: { name: default }
spec:
  agent: { preset: ${preset.name}, permissions: all }
  credentials:
    - { name: model, secretRef: { name: ${preset.name}, key: api-key }, env: ${keyOf(preset)} }
    - { name: push, secretRef: { name: git, key: header }, env: GIT_CONFIG_VALUE_0 }
  env:
    - { name: GIT_CONFIG_COUNT, value: '1' }
    - { name: GIT_CONFIG_KEY_0, value: http.https://github.com/.extraHeader }
    - { name: GIT_AUTHOR_NAME, value: kubetask }
    - { name: GIT_AUTHOR_EMAIL, value: kubetask@users.noreply.github.com }
    - { name: GIT_COMMITTER_NAME, value: kubetask }
    - { name: GIT_COMMITTER_EMAIL, value: kubetask@users.noreply.github.com }
---
apiVersion: kubetask.io/v1alpha1
kind: Batch
metadata: { name: quick-start }
spec:
  commonContext:
    - type: File
      file:
        filePath: /workspace/task.md
        source:
          inline: |
            Add a section "Development" to README.md that says how to build and test this repository.
            Change no other file. Commit the change with a message of one line, then push it:
            git push origin "HEAD:refs/heads/$KUBETASK_BRANCH"
  variableContexts:
    - - type: Repository
        repository: { url: '${exampleRepository}', secretRef: { name: git } }
`;
