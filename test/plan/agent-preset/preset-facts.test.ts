import { describe, expect, test } from '@jest/globals';
import { presetNamed } from '../../../plan/agent-preset/named-preset.js';
import type { AgentSetup } from '../../../plan/agent-preset/preset.js';
import { presets } from '../../../plan/agent-preset/presets.js';

/** What users and their WorkspaceConfigs build on. A new version of a CLI that changes one of these is a change for them. */
const facts: Record<string, object> = {
  'claude-code': {
    credentials: ['ANTHROPIC_API_KEY', 'CLAUDE_CODE_OAUTH_TOKEN'],
    program: 'claude',
    npmPackage: '@anthropic-ai/claude-code',
    efforts: ['low', 'medium', 'high', 'xhigh', 'max'],
    limits: { hasMaxTurns: true, hasMaxCost: true },
    instructionFiles: ['CLAUDE.md'],
    reports: ['tokens', 'turns', 'model', 'costUsd', 'sessionId', 'summary'],
    env: {
      DISABLE_AUTOUPDATER: '1',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      CLAUDE_CODE_DISABLE_BACKGROUND_TASKS: '1',
      CLAUDE_CODE_ADDITIONAL_DIRECTORIES_CLAUDE_MD: '1',
      IS_SANDBOX: '1',
    },
    homeFiles: {},
    stubEnv: { ANTHROPIC_BASE_URL: 'http://stub/200', ANTHROPIC_API_KEY: 'stub' },
  },
  codex: {
    credentials: ['CODEX_API_KEY'],
    program: 'codex',
    npmPackage: '@openai/codex',
    efforts: ['minimal', 'low', 'medium', 'high', 'xhigh'],
    limits: { hasMaxTurns: false, hasMaxCost: false },
    instructionFiles: ['AGENTS.md'],
    reports: ['tokens', 'sessionId', 'summary'],
    env: { NO_COLOR: '1' },
    homeFiles: {},
    stubEnv: { OPENAI_BASE_URL: 'http://stub/200', CODEX_API_KEY: 'stub' },
  },
  copilot: {
    credentials: ['COPILOT_GITHUB_TOKEN', 'COPILOT_PROVIDER_API_KEY'],
    program: 'copilot',
    npmPackage: '@github/copilot',
    efforts: ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'],
    limits: { hasMaxTurns: false, hasMaxCost: false },
    instructionFiles: ['AGENTS.md', '.github/copilot-instructions.md'],
    reports: ['turns', 'model', 'sessionId', 'summary'],
    env: { COPILOT_AUTO_UPDATE: 'false', NO_COLOR: '1' },
    homeFiles: {},
    stubEnv: {
      COPILOT_PROVIDER_BASE_URL: 'http://stub/200/v1',
      COPILOT_PROVIDER_API_KEY: 'no-key',
      COPILOT_OFFLINE: 'true',
    },
  },
  'gemini-cli': {
    credentials: ['GEMINI_API_KEY', 'GOOGLE_API_KEY'],
    program: 'gemini',
    npmPackage: '@google/gemini-cli',
    efforts: [],
    limits: { hasMaxTurns: true, hasMaxCost: false },
    instructionFiles: ['GEMINI.md', 'AGENTS.md'],
    reports: ['tokens', 'turns', 'model', 'sessionId', 'summary'],
    env: { GEMINI_CLI_NO_RELAUNCH: 'true', NO_COLOR: '1' },
    homeFiles: {
      '.gemini/settings.json': {
        general: { enableAutoUpdate: false, enableAutoUpdateNotification: false },
        privacy: { usageStatisticsEnabled: false },
        telemetry: { enabled: false },
        context: { fileName: ['GEMINI.md', 'AGENTS.md'] },
      },
    },
    stubEnv: { GOOGLE_GEMINI_BASE_URL: 'http://stub/200', GEMINI_API_KEY: 'stub' },
  },
  opencode: {
    credentials: [
      ...['ANTHROPIC_API_KEY', 'OPENAI_API_KEY', 'GOOGLE_GENERATIVE_AI_API_KEY', 'OPENROUTER_API_KEY'],
      'OPENCODE_API_KEY',
    ],
    program: 'opencode',
    npmPackage: 'opencode-ai',
    efforts: ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'],
    limits: { hasMaxTurns: true, hasMaxCost: false },
    instructionFiles: ['AGENTS.md'],
    reports: ['tokens', 'turns', 'costUsd', 'sessionId', 'summary'],
    env: {
      OPENCODE_DISABLE_AUTOUPDATE: '1',
      OPENCODE_DISABLE_MODELS_FETCH: '1',
      OPENCODE_DISABLE_DEFAULT_PLUGINS: '1',
      OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
      OPENCODE_DISABLE_PROJECT_CONFIG: '1',
      NO_COLOR: '1',
    },
    homeFiles: {
      '.config/opencode/opencode.json': {
        autoupdate: false,
        share: 'disabled',
        permission: {
          '*': 'deny',
          ...{ read: 'allow', grep: 'allow', glob: 'allow', list: 'allow', lsp: 'allow', skill: 'allow' },
          ...{ task: 'allow', todoread: 'allow', todowrite: 'allow' },
          external_directory: { '*': 'deny', '/workspace/**': 'allow' },
          edit: 'allow',
        },
        instructions: ['{env:KUBETASK_REPOSITORY_DIR}/AGENTS.md'],
      },
      '.config/opencode/node_modules/.package-lock.json': {},
      '.config/opencode/package-lock.json': { packages: { '': { dependencies: { '@opencode-ai/plugin': '*' } } } },
    },
    stubEnv: { OPENAI_BASE_URL: 'http://stub/200/v1', OPENAI_API_KEY: 'stub' },
  },
  'qwen-code': {
    credentials: ['OPENAI_API_KEY', 'ANTHROPIC_API_KEY', 'GEMINI_API_KEY'],
    program: 'qwen',
    npmPackage: '@qwen-code/qwen-code',
    efforts: [],
    limits: { hasMaxTurns: true, hasMaxCost: false },
    instructionFiles: ['QWEN.md', 'AGENTS.md'],
    reports: ['tokens', 'turns', 'model', 'sessionId', 'summary'],
    env: { QWEN_CODE_NO_RELAUNCH: 'true', QWEN_CODE_UNATTENDED_RETRY: '1', NO_COLOR: '1' },
    homeFiles: {
      '.qwen/settings.json': {
        general: { enableAutoUpdate: false, disableAutoUpdate: true },
        privacy: { usageStatisticsEnabled: false },
        telemetry: { enabled: false },
        context: { fileName: ['QWEN.md', 'AGENTS.md'] },
      },
    },
    stubEnv: { OPENAI_BASE_URL: 'http://stub/200/v1', OPENAI_API_KEY: 'stub' },
  },
  goose: {
    credentials: ['ANTHROPIC_API_KEY', 'OPENAI_API_KEY', 'GOOGLE_API_KEY', 'OPENROUTER_API_KEY'],
    program: 'goose',
    npmPackage: undefined,
    efforts: [],
    permissions: ['all'],
    limits: { hasMaxTurns: true, hasMaxCost: false },
    instructionFiles: ['AGENTS.md', '.goosehints'],
    reports: ['summary'],
    env: {
      GOOSE_MODE: 'auto',
      GOOSE_TELEMETRY_ENABLED: 'false',
      GOOSE_DISABLE_KEYRING: '1',
      GOOSE_DISABLE_SESSION_NAMING: 'true',
      NO_COLOR: '1',
    },
    homeFiles: {},
    stubEnv: {
      GOOSE_PROVIDER: 'openai',
      OPENAI_HOST: 'http://stub',
      OPENAI_BASE_PATH: '200/v1/chat/completions',
      OPENAI_API_KEY: 'stub',
    },
  },
  aider: {
    credentials: ['ANTHROPIC_API_KEY', 'OPENAI_API_KEY', 'GEMINI_API_KEY', 'OPENROUTER_API_KEY'],
    program: 'aider',
    npmPackage: undefined,
    efforts: ['low', 'medium', 'high'],
    permissions: ['read-only', 'edit'],
    prompt: 'argument',
    limits: { hasMaxTurns: false, hasMaxCost: false },
    instructionFiles: [],
    reports: ['tokens', 'turns', 'model', 'costUsd'],
    env: { COLUMNS: '4000', NO_COLOR: '1' },
    homeFiles: {},
    stubEnv: { OPENAI_API_BASE: 'http://stub/200/v1', OPENAI_API_KEY: 'stub' },
  },
};

const plain: AgentSetup = { permissions: 'edit', workspaceDir: '/workspace', variables: new Set() };
const full: AgentSetup = { ...plain, model: 'm', effort: 'high', maxTurns: 3, maxCostUsd: 0.5 };

test('a preset is found by its name; custom is none', () =>
  expect([...presets.map(({ name }) => presetNamed(name)), presetNamed('custom')]).toEqual([...presets, undefined]));

test('each is described here', () => expect(presets.map(({ name }) => name)).toEqual(Object.keys(facts)));

describe.each(presets.map((preset) => [preset.name, preset] as const))('%s', (name, preset) => {
  test('what people build on', () => {
    const { credentials, program, npmPackage, efforts, hasMaxTurns, hasMaxCost, instructionFiles, reports, env } =
      preset;
    const homeFiles = Object.fromEntries(
      Object.entries(preset.homeFiles(plain)).map(([path, text]) => [path, JSON.parse(text)]),
    );
    expect({
      ...{ program, npmPackage, efforts, instructionFiles, reports, env, homeFiles },
      limits: { hasMaxTurns, hasMaxCost },
      credentials: credentials.map((one) => one.env),
      stubEnv: preset.stubEnv('http://stub/200'),
      ...{ permissions: preset.permissions, prompt: preset.prompt },
    }).toEqual({ permissions: ['read-only', 'edit', 'all'], prompt: 'stdin', ...facts[name] });
  });

  test('each of its texts says something', () => {
    const { title, documentation, tried, credentials, notes } = preset;
    const texts = [title, tried.version, tried.how, ...credentials.map(({ description }) => description), ...notes];
    expect(texts.filter((text) => text.trim() === '')).toEqual([]);
    expect(documentation).toMatch(/^https:\/\/[a-z.]+\/\S*$/);
  });
});

/** By preset: what is behind the arguments that are always there. */
const argumentCases: Record<string, { name: (typeof presets)[number]['name']; setup: AgentSetup; want: string[] }> = {
  'claude-code, with all fields': {
    name: 'claude-code',
    setup: full,
    want: [
      ...['--print', '--output-format', 'stream-json', '--verbose', '--no-session-persistence'],
      ...['--add-dir', '.', '/workspace', '--setting-sources', 'user', '--strict-mcp-config'],
      ...['--disable-slash-commands', '--permission-prompts', 'none', '--permission-mode', 'acceptEdits'],
      ...['--model', 'm', '--effort', 'high', '--max-turns', '3', '--max-budget-usd', '0.5'],
    ],
  },
  'codex, with a model and an effort': {
    name: 'codex',
    setup: full,
    want: [
      ...['exec', '--json', '--ephemeral', '--skip-git-repo-check', '--ignore-user-config', '--ignore-rules'],
      ...['--sandbox', 'workspace-write', '--add-dir', '/workspace', '--model', 'm'],
      ...['-c', 'check_for_update_on_startup=false', '-c', 'analytics.enabled=false'],
      ...['-c', 'model_reasoning_effort="high"'],
    ],
  },
  'copilot, with a model and an effort': {
    name: 'copilot',
    setup: full,
    want: [
      ...['--output-format', 'json', '--no-ask-user', '--no-auto-update'],
      ...['--disable-client-telemetry', '--disable-builtin-mcps', '--no-remote', '--no-remote-export'],
      ...['--add-dir', '/workspace', '--allow-tool=write', '--model', 'm', '--reasoning-effort', 'high'],
    ],
  },
  'gemini-cli, with a model': {
    name: 'gemini-cli',
    setup: full,
    want: [
      ...['--model', 'm', '--output-format', 'stream-json', '--skip-trust', '--approval-mode', 'auto_edit'],
      ...['--include-directories', '/workspace'],
    ],
  },
  'opencode, with a model and an effort': {
    name: 'opencode',
    setup: full,
    want: [
      ...['run', '--format', 'json', '--pure', '--title', 'kubetask', '--print-logs', '--log-level', 'ERROR'],
      ...['--model', 'm', '--variant', 'high'],
    ],
  },
  'qwen-code, with a model and a limit of turns': {
    name: 'qwen-code',
    setup: full,
    want: [
      ...['--model', 'm', '--auth-type', 'openai', '--output-format', 'stream-json', '--chat-recording', 'false'],
      ...['--approval-mode', 'auto-edit', '--include-directories', '/workspace', '--max-session-turns', '3'],
    ],
  },
  'goose, with a model and a limit of turns': {
    name: 'goose',
    setup: full,
    want: [
      ...['run', '--instructions', '-', '--no-session', '--quiet', '--output-format', 'stream-json'],
      ...['--no-profile', '--with-builtin', 'developer', '--model', 'm', '--max-turns', '3'],
    ],
  },
  'aider, with a model and an effort': {
    name: 'aider',
    setup: full,
    want: [
      ...['--message={prompt}', '--yes-always', '--no-pretty', '--no-stream', '--no-fancy-input'],
      ...['--no-show-model-warnings', '--no-check-update', '--no-show-release-notes', '--no-analytics'],
      ...['--no-detect-urls', '--disable-playwright', '--no-auto-commits', '--no-dirty-commits', '--no-gitignore'],
      ...['--no-suggest-shell-commands', '--chat-history-file=/dev/null', '--input-history-file=/dev/null'],
      ...['--model', 'm', '--reasoning-effort', 'high'],
    ],
  },
};
test.each(Object.entries(argumentCases))('the arguments of %s', (_, { name, setup, want }) =>
  expect(presetNamed(name)?.args(setup)).toEqual(want),
);

test.each([
  ['claude-code', 'read-only', 'dontAsk'],
  ['claude-code', 'all', 'bypassPermissions'],
  ['codex', 'read-only', 'read-only'],
  ['codex', 'all', 'danger-full-access'],
  ['copilot', 'all', '--allow-all'],
  ['aider', 'read-only', 'ask'],
  ['gemini-cli', 'read-only', 'plan'],
  ['gemini-cli', 'all', 'yolo'],
  ['opencode', 'all', '--auto'],
  ['qwen-code', 'read-only', 'plan'],
  ['qwen-code', 'all', 'yolo'],
] as const)('%s with the permissions %s: %s, and no field that is not set', (name, permissions, want) => {
  const args = presetNamed(name)?.args({ ...plain, permissions }) ?? [];
  expect(args).toContain(want);
  expect(args.filter((arg) => /^--(model|max-|.*effort)|turns|budget|undefined/.test(arg))).toEqual([]);
});

test('gemini-cli behind another base URL: it uses the key', () => {
  const variables = new Set(['GOOGLE_GEMINI_BASE_URL']);
  const files = presetNamed('gemini-cli')?.homeFiles({ ...full, variables }) ?? {};
  expect(JSON.parse(files['.gemini/settings.json'] ?? '')).toMatchObject({
    model: { maxSessionTurns: 3 },
    security: { auth: { selectedType: 'gemini-api-key' } },
  });
});

const opencodeSettings = (setup: Partial<AgentSetup>): unknown =>
  JSON.parse(presetNamed('opencode')?.homeFiles({ ...plain, ...setup })['.config/opencode/opencode.json'] ?? '');
test('opencode with all permissions asks for none, and a limit of turns is one of its agent', () =>
  expect(opencodeSettings({ permissions: 'all', maxTurns: 3 })).toMatchObject({
    permission: 'allow',
    agent: { build: { steps: 3 } },
  }));
test('opencode with read-only does not edit', () =>
  expect(opencodeSettings({ permissions: 'read-only' })).not.toHaveProperty('permission.edit'));
test('opencode with a base URL: the model is one of that provider', () => {
  const variables = new Set(['OPENAI_BASE_URL']);
  expect(presetNamed('opencode')?.args({ ...plain, model: 'vendor/m', variables })).toContain('gateway/vendor/m');
  expect(opencodeSettings({ model: 'vendor/m', variables })).toHaveProperty('provider.gateway', {
    npm: '@ai-sdk/openai-compatible',
    options: { baseURL: '{env:OPENAI_BASE_URL}', apiKey: '{env:OPENAI_API_KEY}' },
    models: { 'vendor/m': {} },
  });
});
