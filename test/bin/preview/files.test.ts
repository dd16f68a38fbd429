import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readInput, refuseNoFile } from '../../../bin/preview/files';
import { readPolicy } from '../../../bin/preview/policy-source';
import { readRecord } from '../../../bin/preview/record-files';
import { NOW } from '../../support/builders';

const folder = mkdtempSync(join(tmpdir(), 'iam-lapse-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a message names a path as the user gave it', () => {
  const cases: readonly [string, () => unknown][] = [
    [`${folder}/x.csv: there is no such file`, () => readInput(`${folder}/x.csv`)],
    ['./no-such.csv: there is no such file', () => readInput('./no-such.csv')],
    [`${folder}: it cannot be read (EISDIR)`, () => readInput(folder)],
    [
      `${folder}/x.json: there is no such file`,
      () => readPolicy({ kind: 'file', file: `${folder}/x.json` }, NOW),
    ],
    [
      './README.md: is not valid JSON: unexpected "#" at line 1 column 1',
      () => readPolicy({ kind: 'file', file: './README.md' }, NOW),
    ],
    [`${folder}/result.json: there is no such file`, () => readRecord(folder)],
    ['./lib/result.json: there is no such file', () => readRecord('./lib/')],
    [`${folder}: is a folder; name a file in it`, () => refuseNoFile(folder)],
    [`${folder}/no/page.html: there is no folder ${folder}/no`, () => refuseNoFile(`${folder}/no/page.html`)],
  ];
  it.each(cases)('%s', async (message, attempt) => {
    await expect(Promise.resolve().then(attempt)).rejects.toMatchObject({ name: 'BadInput', message });
  });
});
