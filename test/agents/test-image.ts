import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AgentPreset } from '../../plan/agent-preset/preset.js';
import { installedCli } from '../../scripts/start/installed-cli.js';

const setup = {
  permissions: 'edit' as const,
  model: 'm',
  maxTurns: 1,
  workspaceDir: '/workspace',
  variables: new Set<string>(),
};

const argsOf = (preset: AgentPreset): readonly string[] =>
  preset.args({
    ...setup,
    ...(preset.hasMaxCost && { maxCostUsd: 1 }),
    ...(preset.efforts[0] && { effort: preset.efforts[0] }),
  });

/** Options of the CLI's own, such as `--model`; what another option takes is not one. */
const optionsOf = (preset: AgentPreset): string[] =>
  argsOf(preset)
    .filter((arg) => arg.startsWith('-') && arg !== '-' && !unlisted.includes(arg))
    .map((arg) => arg.replace(/=.*$/s, ''));

/** Options that a CLI takes, though its help does not name them. */
const unlisted = ['--max-turns'];

/** `codex exec`. */
const subcommandOf = (preset: AgentPreset): string[] => {
  const args = argsOf(preset);
  return args.slice(
    0,
    args.findIndex((arg) => arg.startsWith('-')),
  );
};

/** Builds the contents of a preset's image without an engine, and asks the CLI what it is and can. */
export function testImage(preset: AgentPreset): void {
  const folder = `images/agents/${preset.name}`;
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');

  describe(`the image of ${preset.name}`, () => {
    let home: string;
    let version: string;
    let help: string;
    beforeAll(async () => {
      home = mkdtempSync(join(tmpdir(), 'test-image-'));
      const programs = await installedCli(preset, '.');
      const env = { HOME: home, PATH: `${programs}${delimiter}${process.env['PATH']}`, ...preset.env };
      const ask = async (...args: string[]) => {
        const { stdout, stderr } = await promisify(execFile)(preset.program, args, { env, cwd: home });
        return stdout + stderr;
      };
      [version, help] = await Promise.all([ask('--version'), ask(...subcommandOf(preset), '--help')]);
    });
    afterAll(() => rmSync(home, { recursive: true, force: true }));

    test('it pins the version that was tried, by a lockfile', () => {
      const { dependencies } = JSON.parse(read('package.json'));
      const { packages } = JSON.parse(read('package-lock.json'));
      const name = preset.npmPackage ?? '';
      const locked = packages[`node_modules/${name}`];
      expect([dependencies[name], locked.version]).toEqual([preset.tried.version, preset.tried.version]);
      expect(locked.integrity).toMatch(/^sha512-/);
    });

    test('it runs as nobody in particular, and starts the CLI without a shell', () => {
      const file = read('Containerfile');
      expect(file).toContain('USER 65532:65532');
      expect(file).toContain(`ENTRYPOINT ["${preset.program}"]`);
      expect(file).toContain(`ghcr.io/kubetask/${preset.name}:${preset.tried.version} ${folder}`);
      expect(file.match(/^RUN (?!(?:--\S+ )*\[)/gm)).toBeNull();
    });

    test('the CLI has this version', () => expect(version).toContain(preset.tried.version));
    test.each(optionsOf(preset))('the CLI knows the option %s', (option) => expect(help).toContain(option));
  });
}
