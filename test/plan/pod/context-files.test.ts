import { describe, expect, test } from '@jest/globals';
import type { FileSource } from '../../../api/generated/kinds.js';
import type { PlannedFile } from '../../../plan/context/file.js';
import { packTexts } from '../../../plan/context/text-config-maps.js';
import { contextFiles } from '../../../plan/pod/context-files.js';

describe('context files reach the Pod through one volume', () => {
  const texts = packTexts(['one', 'two'], { name: 'r', labels: {} });
  const [map] = texts.configMaps;
  const file = (filePath: string, ...sources: (FileSource | undefined)[]): PlannedFile => ({
    filePath,
    parts: sources.map((source, i) => ({ owner: 'template', path: `p${i}`, ...(source ? { source } : {}) })),
  });
  const of = (...files: PlannedFile[]) => contextFiles(files, texts, '/workspace', 'init:1');
  const sourcesOf = (...files: PlannedFile[]) => of(...files).volumes?.[0]?.projected?.sources;
  const inline = (text: string) => ({ inline: text });

  test('no file: nothing', () => expect(of()).toStrictEqual({}));

  test('texts of one object share a source; each part is at its place', () => {
    const secret = { secretKeyRef: { name: 'map', key: 'k' } };
    const configMap = { configMapKeyRef: { name: 'map', key: 'k' } };
    const optional = { configMapKeyRef: { name: 'map', key: 'o', optional: true } };
    const sources = sourcesOf(
      file('/workspace/a', inline('one'), secret, inline('two')),
      file('/workspace/b', configMap, optional, secret, {
        configMapKeyRef: { name: 'map', key: 'n', optional: false },
      }),
    );
    expect(sources).toStrictEqual([
      {
        configMap: {
          name: map?.metadata.name,
          items: [
            { key: texts.locate('one').key, path: '000/000' },
            { key: texts.locate('two').key, path: '000/002' },
          ],
        },
      },
      {
        secret: {
          name: 'map',
          items: [
            { key: 'k', path: '000/001' },
            { key: 'k', path: '001/002' },
          ],
        },
      },
      {
        configMap: {
          name: 'map',
          items: [
            { key: 'k', path: '001/000' },
            { key: 'n', path: '001/003' },
          ],
        },
      },
      { configMap: { name: 'map', items: [{ key: 'o', path: '001/001' }], optional: true } },
    ]);
  });

  test('a file outside of the workspace is mounted at its path, one inside is written there', () => {
    const {
      agentMounts,
      volumes,
      initContainers = [],
    } = of(file('/workspace/a', inline('one')), file('/etc/b', inline('two')));
    expect(agentMounts).toEqual([{ name: 'files', mountPath: '/etc/b', subPath: '1' }]);
    expect(volumes?.map(({ name }) => name)).toEqual(['context', 'files']);
    expect(initContainers[0]?.args).toEqual(['/workspace/a', '/kubetask/files/1']);
  });

  test('texts that containers produce: a volume of their own, and the context only if there are other texts', () => {
    const names = (part: ReturnType<typeof of>) => [
      part.volumes?.map(({ name }) => name),
      part.initContainers?.[0]?.volumeMounts?.map(({ name }) => name).filter((name) => name !== 'setup'),
      part.initContainers?.[0]?.env?.map(({ name }) => name),
    ];
    const [message, parts, produced] = ['KUBETASK_MESSAGE', 'KUBETASK_PARTS', 'KUBETASK_PRODUCED'];
    expect(names(of(file('/workspace/a', undefined)))).toEqual([
      ['produced'],
      ['produced'],
      [message, parts, produced],
    ]);
    expect(names(of(file('/workspace/a', inline('one'), undefined), file('/workspace/b', inline('two'))))).toEqual([
      ['context', 'produced'],
      ['context', 'produced'],
      [message, parts, produced],
    ]);
    expect(names(of(file('/workspace/a', inline('one'))))).toEqual([['context'], ['context'], [message, parts]]);
  });

  test('a source without a member is a bug', () => {
    expect(() => of(file('/workspace/a', {}))).toThrow('a file source without a member: validation has been skipped');
  });
});
