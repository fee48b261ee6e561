import { describe, expect, test } from '@jest/globals';
import { Testing } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import { Context } from '../../constructs/index.js';

const secret = Secret.fromSecretName(Testing.chart(), 'secret', 'jira');
const url = 'https://jira.example.com/issue/7';

describe('contexts that are fetched when a task starts: the data of the YAML form', () => {
  const cases: Record<string, { built: unknown; want: unknown }> = {
    'a URL alone': { built: Context.http('/a', { url }), want: { type: 'Http', http: { filePath: '/a', url } } },
    'every field of a request': {
      built: Context.http('/a', {
        url,
        jsonPointer: '/fields/body',
        maxBytes: 1024,
        timeoutSeconds: 5,
        optional: true,
        allowPrivate: true,
        headers: { Authorization: { secret, key: 'token' }, 'X-Team': { secret, key: 'team' } },
      }),
      want: {
        type: 'Http',
        http: {
          filePath: '/a',
          url,
          jsonPointer: '/fields/body',
          maxBytes: 1024,
          timeoutSeconds: 5,
          optional: true,
          allowPrivate: true,
          headers: [
            { name: 'Authorization', secretKeyRef: { name: 'jira', key: 'token' } },
            { name: 'X-Team', secretKeyRef: { name: 'jira', key: 'team' } },
          ],
        },
      },
    },
    'a script alone': {
      built: Context.command('/a', { image: 'alpine:3', script: 'date' }),
      want: { type: 'Command', command: { filePath: '/a', image: 'alpine:3', script: 'date' } },
    },
    'every field of a command': {
      built: Context.command('/a', {
        image: 'alpine:3',
        script: 'date',
        maxBytes: 1024,
        timeoutSeconds: 5,
        env: { TOKEN: { secret, key: 'token' } },
      }),
      want: {
        type: 'Command',
        command: {
          filePath: '/a',
          image: 'alpine:3',
          script: 'date',
          maxBytes: 1024,
          timeoutSeconds: 5,
          env: [{ name: 'TOKEN', secretKeyRef: { name: 'jira', key: 'token' } }],
        },
      },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { built, want }) => expect(built).toStrictEqual(want));
});
