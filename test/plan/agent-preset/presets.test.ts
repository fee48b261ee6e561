import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { readerTexts, wrapperText } from '../../../plan/agent-preset/generated/wrappers.js';
import { presets } from '../../../plan/agent-preset/presets.js';
import { agentProblems } from '../../../plan/agent-preset/problems.js';
import { presetPage } from '../../../scripts/generate/preset-docs.js';

test('each preset has one name', () => {
  const names = presets.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
});

describe.each(presets.map((preset) => [preset.name, preset] as const))('%s', (name, preset) => {
  const page = readFileSync(`docs/presets/${name}.md`, 'utf8');

  test('the WorkspaceConfig of its page can be planned', () => {
    const [, example = ''] = /```yaml\n(.*?)```/s.exec(page) ?? [];
    expect(agentProblems(parse(example).spec)).toEqual([]);
  });

  test('its page says what the preset is', () => expect(presetPage(preset)).toBe(page));

  test('agents.md links to its page', () =>
    expect(readFileSync('docs/agents.md', 'utf8')).toContain(`[${name}](presets/${name}.md)`));

  test('its image is there', () => {
    const files = ['Containerfile', ...(preset.npmPackage === undefined ? [] : ['package.json', 'package-lock.json'])];
    expect(files.filter((file) => !existsSync(`images/agents/${name}/${file}`))).toEqual([]);
  });

  test('its reader ends without a last record as a failure, and is small enough for a ConfigMap', () => {
    expect(preset.openReader().end({ code: 0 }).outcome).toBe('Failed');
    expect((readerTexts[name] ?? '').length + wrapperText.length).toBeLessThan(100_000);
  });

  test('the text in the Pod is the reader alone: it imports the wrapper, and nothing else', () =>
    expect(readerTexts[name]?.match(/^import .*$/gm)).toEqual(['import { main } from "./wrapper.mjs";']));
});

test('the wrapper imports only Node.js', () => {
  const imported = [...wrapperText.matchAll(/^import .* from "([^"]+)";$/gm)].map(([, from = '']) => from);
  expect(imported.filter((from) => !from.startsWith('node:'))).toEqual([]);
  expect(imported.length).toBeGreaterThan(0);
});
