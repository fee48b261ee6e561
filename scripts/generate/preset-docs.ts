import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import type { WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import { agentCommand } from '../../plan/agent-preset/agent-part.js';
import type { AgentPreset } from '../../plan/agent-preset/preset.js';
import { presets } from '../../plan/agent-preset/presets.js';

const folder = 'docs/presets';

/** `docs/presets/`: a page for each preset, from its data. */
export function generatePresetDocs(): void {
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(folder)) rmSync(join(folder, file));
  for (const preset of presets) writeFileSync(join(folder, `${preset.name}.md`), presetPage(preset));
}

/** The page of a preset in docs/presets/. */
export const presetPage = (preset: AgentPreset): string => `# ${preset.title}

Generated from \`plan/agent-preset/presets/${preset.name}.ts\` by \`npm run generate\`. [agents.md](../agents.md#agent-clis-presets) explains what all presets have in common.

[Documentation of its maker](${preset.documentation}).${preset.npmPackage === undefined ? '' : ` npm package: \`${preset.npmPackage}\`.`} Tried with version ${preset.tried.version}. ${preset.tried.how}

## Run it

${runIt(preset)}

${credentialTable(preset)}

The image is \`ghcr.io/kubetask/${preset.name}:${preset.tried.version}\`, unless you set \`version\` or \`agentImage\`. Build it from [\`images/agents/${preset.name}/\`](../../images/agents/${preset.name}/Containerfile), or put \`${preset.program}\`, \`git\`, \`sh\` and Node.js 20 or later into an image of your own.

## What it can do

${abilities(preset)}

It reports ${listed(preset.reports)}; \`durationSeconds\` and \`error\` come from the wrapper. ${instructions(preset)}

${preset.notes.map((note) => `- ${note}`).join('\n')}

## What runs

The planner writes this command into the Pod for the WorkspaceConfig above:

\`\`\`text
${(agentCommand(workspace(preset)).command ?? []).map(shown).join(' \\\n  ')}
\`\`\`

Variables that the preset sets, unless you do: ${listed(Object.entries(preset.env).map(([name, value]) => `${name}=${value}`)) || 'none'}.
`;

function runIt(preset: AgentPreset): string {
  const [key] = preset.credentials;
  const metadata = { name: 'default' };
  const config = { apiVersion: 'kubetask.io/v1alpha1', kind: 'WorkspaceConfig', metadata, spec: workspace(preset) };
  const secret = key
    ? `Create the Secret in the namespace of your runs. Do not commit it:

\`\`\`sh
kubectl create secret generic ${preset.name} --from-literal=api-key="$${key.env}"
\`\`\`

Then apply`
    : 'Apply';
  return `${secret} the WorkspaceConfig. Runs use the one named \`default\`, unless they name another:

\`\`\`yaml
${dump(config, { noRefs: true, lineWidth: 200 })}\`\`\``;
}

function workspace({ name, credentials, permissions }: AgentPreset): WorkspaceConfigSpec {
  const [key] = credentials;
  const agent = { preset: name, ...(permissions.includes('edit') ? {} : { permissions: permissions[0] }) };
  if (!key) return { agent };
  return { agent, credentials: [{ name, secretRef: { name, key: 'api-key' }, env: key.env }] };
}

const instructions = ({ instructionFiles }: AgentPreset): string =>
  instructionFiles.length === 0
    ? 'It reads no file of instructions from the repository unless you name one.'
    : `It reads instructions from ${listed(instructionFiles)} in the repository.`;

function credentialTable({ credentials }: AgentPreset): string {
  if (credentials.length === 0) return 'It needs no credential.';
  const rows = credentials.map(({ env, description }) => `| \`${env}\` | ${description} |`);
  return `It takes one of these variables:\n\n| Variable | |\n| --- | --- |\n${rows.join('\n')}`;
}

function abilities({ title, efforts, permissions, hasMaxTurns, hasMaxCost, prompt }: AgentPreset): string {
  const can = (able: boolean) => (able ? 'yes' : `${title} cannot; the field is an error`);
  const rows = {
    model: 'yes',
    permissions: listed(permissions),
    effort: efforts.length > 0 ? listed(efforts) : can(false),
    maxTurns: can(hasMaxTurns),
    maxCostUsd: can(hasMaxCost),
    promptFile:
      prompt === 'stdin'
        ? 'yes: the CLI reads it from its input'
        : 'yes, at most 128 KiB: the CLI gets it as an argument',
  };
  const lines = Object.entries(rows).map(([field, text]) => `| \`${field}\` | ${text} |`);
  return `| Field of \`spec.agent\` | |\n| --- | --- |\n${lines.join('\n')}`;
}

const listed = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(', ');

/** As a shell would take it. */
const shown = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word}'`);
