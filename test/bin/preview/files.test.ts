import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readInput, assertWritable } from '../../../bin/preview/files';
import { readPolicy } from '../../../bin/preview/policy-source';
import { readRecord } from '../../../bin/preview/record-files';
import { BadInput } from '../../../bin/preview/errors';
import { NOW } from '../../support/builders';

const folder = mkdtempSync(join(tmpdir(), 'iam-lapse-'));
afterAll(() => rmSync(folder, { recursive: true }));

const startOf = (text: string) => new RegExp(`^${text.replaceAll(/[.*+?()[\]\\]/g, String.raw`\$&`)}`);

describe('a message begins with the path as the user gave it', () => {
  const policy = (file: string) => readPolicy({ kind: 'file', file }, NOW);
  const cases: readonly [string, () => unknown][] = [
    [`${folder}/x.csv: `, () => readInput(`${folder}/x.csv`)],
    ['./no-such.csv: ', () => readInput('./no-such.csv')],
    [`${folder}: `, () => readInput(folder)],
    [`${folder}/x.json: `, () => policy(`${folder}/x.json`)],
    ['./package.json: ', () => policy('./package.json')],
    [`${folder}/result.json: `, () => readRecord(folder)],
    ['./lib/result.json: ', () => readRecord('./lib/')],
    [`${folder}: is a folder; `, () => assertWritable(folder)],
    [
      `${folder}/no/page.html: there is no folder ${folder}/no`,
      () => assertWritable(`${folder}/no/page.html`),
    ],
  ];
  it.each(cases)('%s', async (beginning, attempt) => {
    const failed = Promise.resolve().then(attempt);
    await expect(failed).rejects.toBeInstanceOf(BadInput);
    await expect(failed).rejects.toHaveProperty('message', expect.stringMatching(startOf(beginning)));
  });
});
