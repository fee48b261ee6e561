import { afterEach, describe, expect, test } from '@jest/globals';
import { ApiObject } from 'cdk8s';
import { constructMetadata } from '../../constructs/construct-metadata.js';
import { makeApp } from './sample.js';

const variable = 'CDK8S_RECORD_CONSTRUCT_METADATA';
const before = process.env[variable];
afterEach(() => {
  process.env[variable] = before ?? '';
});

const things = () => {
  const object = { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'x' } };
  const app = makeApp((chart) => new ApiObject(chart, 'thing', object));
  return app.node.findAll().filter((one) => ApiObject.isApiObject(one));
};

describe('the file of paths that cdk8s-cli reads when it validates', () => {
  const cases: Record<string, { value: string; want: [string, string][] }> = {
    'asked for': {
      value: 'true',
      want: [['construct-metadata.json', '{"version":"1.0.0","resources":{"x":{"path":"c/thing"}}}']],
    },
    'not asked for': { value: 'false', want: [] },
    'empty: not asked for': { value: '', want: [] },
  };
  test.each(Object.entries(cases))('%s', (_, { value, want }) => {
    process.env[variable] = value;
    expect([...constructMetadata(things())]).toEqual(want);
  });
});
