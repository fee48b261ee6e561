import type { GitToken, WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import { duplicate, type FieldError, invalid } from '../../packages/structural-schema/field-error.js';
import type { LocatedContext } from '../context/context-type.js';
import { plannedRepositories } from '../context/repository.js';
import { workspaceVariables } from '../pod/contract-env.js';
import { ownedBy, type PlanProblem } from '../problem.js';
import { gitUrlProblem } from '../text/git-url.js';
import { canonical } from './token-rule.js';
import { withTokens } from './with-tokens.js';

/** What of `spec.gitTokens` cannot be planned, for the repositories of one task. */
export function gitTokenProblems(contexts: readonly LocatedContext[], workspace: WorkspaceConfigSpec): PlanProblem[] {
  const { gitTokens = [] } = workspace;
  if (gitTokens.length === 0) return [];
  return [
    ...ownedBy(
      'workspace',
      gitTokens.flatMap((rule, i) => ruleProblems(rule, i, gitTokens)),
    ),
    ...ownedBy('workspace', variableProblems(workspace, gitTokens)),
    ...pathProblems(contexts, workspace),
  ];
}

function ruleProblems({ url, apiUrl }: GitToken, i: number, rules: readonly GitToken[]): FieldError[] {
  const at = `spec.gitTokens[${i}]`;
  const isTwice = rules.slice(0, i).some((other) => canonical(other.url) === canonical(url));
  // A host alone is a place for repositories, too.
  const problem = gitUrlProblem(`${url.replace(/\/+$/, '')}/x`);
  const ofApi = apiUrl === undefined ? undefined : gitUrlProblem(`${apiUrl.replace(/\/+$/, '')}/x`);
  return [
    ...(problem === undefined ? [] : [invalid(`${at}.url`, url, problem)]),
    ...(ofApi === undefined ? [] : [invalid(`${at}.apiUrl`, apiUrl, ofApi)]),
    ...(isTwice ? [duplicate(`${at}.url`, url)] : []),
  ];
}

const ours = /^GIT_CONFIG_(COUNT|KEY_\d+|VALUE_\d+)$/;

/** The agent's git learns of its credential helper by these. */
function variableProblems(workspace: WorkspaceConfigSpec, rules: readonly GitToken[]): FieldError[] {
  if (!rules.some(({ push }) => push)) return [];
  const wanted = 'is set by kubetask for gitTokens with push; write your configuration of git into a file instead';
  return workspaceVariables(workspace)
    .filter(({ name }) => ours.test(name))
    .map(({ name, path }) => invalid(path, name, wanted));
}

/** GitHub and Gitea have owners with repositories, GitLab groups in groups. */
function pathProblems(contexts: readonly LocatedContext[], workspace: WorkspaceConfigSpec): PlanProblem[] {
  return withTokens(plannedRepositories(contexts), workspace).flatMap(({ token, url, owner, path }) => {
    if (!token) return [];
    const depth = token.request.path.split('/').length;
    const isRight = token.rule.gitlab ? depth >= 2 : depth === 2;
    const form = token.rule.gitlab ? 'group/project' : 'owner/name';
    const wanted = `must end in ${form}, because gitTokens ${token.rule.name} of the WorkspaceConfig mints its token; or name a Secret in secretRef`;
    return isRight ? [] : [{ owner, ...invalid(`${path}.url`, url, wanted) }];
  });
}
