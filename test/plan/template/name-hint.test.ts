import { expect, test } from '@jest/globals';
import { nameHint } from '../../../plan/template/name-hint.js';

const names = [
  'repository.org',
  'repository.repo',
  'repository.branch',
  'task.name',
  'task.index',
  'params.ticket',
  'params.name',
];
const all = `there are ${names.join(', ')};`;

const cases: Record<string, { name: string; want: string }> = {
  'a letter is missing: that name alone': { name: 'repository.rep', want: 'did you mean repository.repo?' },
  'no such field: those of the repository': {
    name: 'repository.url',
    want: 'there are repository.org, repository.repo, repository.branch;',
  },
  'no such parameter: the parameters': { name: 'params.x', want: 'there are params.ticket, params.name;' },
  'the group alone: what it has': { name: 'params', want: 'there are params.ticket, params.name;' },
  'the last word alone: the names that end in it': { name: 'name', want: 'did you mean task.name or params.name?' },
  'another case': { name: 'Repository.Repo', want: 'did you mean repository.repo?' },
  'a mistake in the group': { name: 'param.ticket', want: 'did you mean params.ticket?' },
  'nothing alike: all': { name: 'HOME', want: all },
  'one letter: all': { name: 'r', want: all },
  'empty: all': { name: '', want: all },
};
test.each(Object.entries(cases))('%s', (_, { name, want }) => expect(nameHint(name, names)).toBe(want));
