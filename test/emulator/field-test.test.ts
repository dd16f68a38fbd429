import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { paginateListUsers } from '@aws-sdk/client-iam';
import { command } from '../bin/command';
import { resultsOf } from '../bin/field-test/run-field-test';
import { clientsAt } from './clients';
import { Moto, MOTO_MISSING, pythonWithMoto } from './moto';
import { ACCOUNT, credentials } from './shell';

// The field test against moto, which knows IAM independently of us. Where the two differ, the difference is named here.

const python = pythonWithMoto();
if (python === undefined && process.env['CI']) throw new Error(MOTO_MISSING);
const describeIfPossible = python === undefined ? describe.skip : describe;

/** Beliefs that moto, or our launcher, does not share. That is no evidence about AWS. */
const DIFFERS_IN_MOTO: Readonly<Record<string, string>> = {
  A13: 'the launcher writes the date of the creation, also after a reset',
  A15: 'moto knows names in one case only, and makes a second user',
  A18: 'moto returns fractions of a second',
  A5: 'the report has the two users of A15, and our parser refuses it',
};

describeIfPossible('the field test against moto', () => {
  let folder: string;
  let moto: Moto;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'iam-lapse-field-test-'));
    moto = await Moto.start(python ?? '', folder);
  });
  afterAll(async () => {
    await moto?.stop();
    rmSync(folder, { recursive: true });
  });

  test('finds what is known of moto, and leaves nothing', async () => {
    const env = Object.fromEntries(
      Object.entries(credentials(moto.url)).map(([name, value]) => [name, value ?? '']),
    );
    const { code, stdout, stderr } = await command('bin/field-test.ts', ['--account', ACCOUNT, '--yes'], env);
    const differing = Object.entries(resultsOf(stdout)).filter(([, results]) => results.includes('DIFFERS'));
    expect(differing.map(([id]) => id).toSorted()).toStrictEqual(Object.keys(DIFFERS_IN_MOTO));
    expect(stdout).toContain('Not tried: 1.');
    expect({ code, stderr }).toStrictEqual({ code: 3, stderr: '' });
    const { iam, close } = clientsAt(moto.url);
    const left: unknown[] = [];
    for await (const { Users = [] } of paginateListUsers({ client: iam }, {})) left.push(...Users);
    close();
    expect(left).toStrictEqual([]);
  });
});
