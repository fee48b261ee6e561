import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';

const mark = '<!-- kubetask-plan-review -->';
const report = `${mark}\n### What this change does\n\n**Tasks: 1 new.**\n`;
const token = 'the-token';

const github = parse(readFileSync('examples/ci/github-plan-review.yaml', 'utf8')).jobs.comment.steps.at(-1)
  .run as string;
const gitlabScript = parse(readFileSync('examples/ci/gitlab-plan-review.yaml', 'utf8'))['plan-review-note']
  .script[0] as string;
const gitlab = gitlabScript.replace(/^node - <<'END'\n/, '').replace(/\nEND\n$/, '');

interface Asked {
  readonly what: string;
  readonly body?: unknown;
}

let asked: Asked[];
let comments: object[];
let server: Server;
let folder: string;

beforeEach(async () => {
  [asked, comments] = [[], []];
  folder = mkdtempSync(join(tmpdir(), 'post-comment-'));
  mkdirSync(join(folder, 'plan-review'));
  server = createServer(async (request, response) => {
    const body = await text(request);
    const isAllowed = Object.values(request.headers).some((value) => String(value).endsWith(token));
    if (request.method !== 'GET') asked.push({ what: `${request.method} ${request.url}`, body: JSON.parse(body) });
    const isUser = request.url === '/user';
    const page = Number(new URL(request.url ?? '', 'http://x').searchParams.get('page') ?? 1);
    response.writeHead(isAllowed ? 200 : 401, { 'content-type': 'application/json', connection: 'close' });
    response.end(JSON.stringify(isUser ? { id: 7 } : comments.slice((page - 1) * 100, page * 100)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.close();
  await once(server, 'close');
  rmSync(folder, { recursive: true });
});

async function post(host: 'GitHub' | 'GitLab', body: string) {
  for (const file of ['plan-review/comment.md', 'comment.md']) writeFileSync(join(folder, file), body);
  const script = join(folder, 'script.cjs');
  writeFileSync(script, host === 'GitHub' ? github : gitlab);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = {
    ...{ GITHUB_API_URL: url, GITHUB_REPOSITORY: 'o/r', PULL_REQUEST: '5', TOKEN: token },
    ...{ CI_API_V4_URL: url, CI_PROJECT_ID: '1', CI_MERGE_REQUEST_IID: '5', KUBETASK_REVIEW_TOKEN: token },
  };
  const child = spawn(process.execPath, [script], { cwd: folder, env });
  const output = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await once(child, 'close');
  return { code, output: (await output).join('') };
}

const places = { GitHub: '/repos/o/r/issues/5/comments', GitLab: '/projects/1/merge_requests/5/notes' } as const;
const updates = {
  GitHub: 'PATCH /repos/o/r/issues/comments/9',
  GitLab: 'PUT /projects/1/merge_requests/5/notes/9',
} as const;
/** By the account of the job, and by others. */
const own = { user: { login: 'github-actions[bot]' }, author: { id: 7 } };
const other = { user: { login: 'mallory' }, author: { id: 8 } };
const many = Array.from({ length: 120 }, (_, id) => ({ id: id + 100, ...other, body: 'hello' }));

describe.each(['GitHub', 'GitLab'] as const)('%s', (host) => {
  const cases: Record<string, { comments?: object[]; body?: string; want: Asked[] }> = {
    'no comment yet: a new one': { want: [{ what: `POST ${places[host]}`, body: { body: report } }] },
    'a comment of before: it is updated, also on the second page': {
      comments: [...many, { id: 9, ...own, body: `${mark}\nold` }],
      want: [{ what: updates[host], body: { body: report } }],
    },
    'a comment of somebody else with the mark is not taken': {
      comments: [{ id: 9, ...other, body: `${mark}\nold` }],
      want: [{ what: `POST ${places[host]}`, body: { body: report } }],
    },
    'nothing changes: no new comment': { body: `${mark}\n**Nothing changes.**\n`, want: [] },
    'nothing changes any more: the comment is updated': {
      comments: [{ id: 9, ...own, body: `${mark}\nold` }],
      body: `${mark}\n**Nothing changes.**\n`,
      want: [{ what: updates[host], body: { body: `${mark}\n**Nothing changes.**\n` } }],
    },
  };
  test.each(Object.entries(cases))('%s', async (_, { comments: given = [], body = report, want }) => {
    comments = given;
    expect([await post(host, body), asked]).toEqual([{ code: 0, output: '' }, want]);
  });
  test('what is no report is not posted', async () => {
    expect([await post(host, '@everyone'), asked]).toEqual([
      { code: 1, output: 'this is no report of kubetask\n' },
      [],
    ]);
  });
});
