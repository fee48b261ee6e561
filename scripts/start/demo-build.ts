import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stringify } from 'yaml';
import { type Commit, makeRepository } from './fleet.js';

const name = 'hello-agent';

/**
 * Creates a Git repository of the example agent in `folder`, and an AgentBuild that builds and deploys it.
 * @param source folder of the example
 * @returns the path of the AgentBuild's file
 */
export async function makeDemoBuild(folder: string, source: string, signal: AbortSignal): Promise<string> {
  await mkdir(folder, { recursive: true });
  const bare = resolve(folder, `${name}.git`);
  const work = await mkdtemp(join(tmpdir(), 'kubetask-build-'));
  try {
    await makeRepository({ bare, work: join(work, name), commits: commitsOf(source) }, signal);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  const file = join(folder, `${name}-build.yaml`);
  writeFileSync(file, stringify(agentBuild(pathToFileURL(bare).href)));
  return file;
}

const commitsOf = (source: string): Commit[] =>
  readdirSync(source).map((file) => [`feat: ${file}`, file, readFileSync(join(source, file), 'utf8')]);

const agentBuild = (repoUrl: string) => ({
  apiVersion: 'beeai.dev/v1',
  kind: 'AgentBuild',
  metadata: { name },
  spec: {
    repoUrl,
    revision: 'main',
    dockerfile: 'Containerfile',
    imageRegistry: 'localhost:5000/demo',
    image: name,
    imageTag: 'v1',
    deploy: true,
    agent: { description: 'Greets a person by name', protocol: 'a2a' },
  },
});
