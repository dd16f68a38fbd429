import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NOW } from '../../support/builders';
import { closeAll } from '../../support/clients';
import { TestClock } from '../../support/clock';
import { aDeployment, type Deployment, RECORD, RECORD_BUCKET } from '../../support/deployment';
import { aSweptMember, organizationDays } from '../../support/organization-days';
import { theStaff } from '../../support/staff';
import { recordOf } from '../../support/stored';
import { runPreview as preview } from './run-preview';

const folder = mkdtempSync(join(tmpdir(), 'iam-lapse-'));
const page = join(folder, 'page.html');
afterEach(closeAll);
afterEach(() => rmSync(page, { force: true }));
afterAll(() => rmSync(folder, { recursive: true }));

const drawn = () => readFileSync(page, 'utf8');

/** What the preview says of the page that is there now. */
const written = () =>
  `page written to ${page} (${Math.ceil(statSync(page).size / 1024)} KB): open it in a browser\n`;

/** An account whose first run has ended. */
async function afterARun(): Promise<Deployment> {
  const deployment = await aDeployment({ users: theStaff() });
  await deployment.invoke();
  return deployment;
}

it('--html writes the page of a report beside the digest, over what was there', async () => {
  writeFileSync(page, 'yesterday');
  const { code, stdout, stderr } = await preview(['--html', page]);
  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: written() });
  expect(stdout).toMatch(/^Subject: /);
  expect(drawn()).toMatch(/^<!doctype html>/i);
  expect(drawn()).not.toContain('yesterday');
  expect(drawn()).toContain('svc-geocode-poc');
  expect(drawn()).toContain('THE SAMPLE in examples/, not your account.');
  expect(drawn()).toContain('A preview reads no ledger. It assumes that notice periods start today');
});

it('of the live account', async () => {
  const { aws } = await afterARun();
  const now = ['--now', '2026-11-20T07:00:00Z'];
  expect(await preview(['--live', ...now, '--html', page], aws.env)).toMatchObject({
    code: 0,
    stderr: written(),
  });
  expect(drawn()).toContain('alice');
  expect(drawn()).toContain('the live account');
});

describe('of an organization’s past run', () => {
  const members = ['111111111111', '222222222222'];

  /** The first run of an organization whose members are served by the bucket's AWS. */
  async function afterARunOfTwo() {
    const clock = new TestClock(NOW);
    const days = await organizationDays({
      clock,
      members: members.map((id) => aSweptMember(id, theStaff(), { clock })),
    });
    await days.execute();
    return days;
  }

  it('in the bucket: it, and each account’s own run beside it', async () => {
    const { aws, object } = await afterARunOfTwo();
    const ofAll = `s3://${RECORD_BUCKET}/organization/runs/2026/11/20/20261120T070000Z/`;
    expect(await preview(['--record', ofAll, '--html', page], aws.env)).toStrictEqual({
      code: 0,
      stdout: '',
      stderr: written(),
    });
    expect(drawn()).toContain('The record of run <b>20261120T070000Z</b>');
    for (const id of members) expect(drawn()).toContain(id);
    const [, pattern = ''] = /--record (s3:\S+) --html account\.html/.exec(drawn()) ?? [];
    const own = pattern.replace('ACCOUNT', members[1] ?? '');
    expect(await preview(['--record', own, '--html', page], aws.env)).toMatchObject({ code: 0 });
    expect(drawn()).toContain('alice');
    expect(drawn()).toContain('222222222222');
    const local = mkdtempSync(join(folder, 'organization-'));
    for (const name of ['result.json', 'accounts.csv']) {
      writeFileSync(
        join(local, name),
        object(`${ofAll.slice(`s3://${RECORD_BUCKET}/`.length)}${name}`) ?? '',
      );
    }
    expect(await preview(['--record', local, '--html', page])).toMatchObject({ code: 0 });
    expect(drawn()).toContain('222222222222');
    rmSync(join(local, 'accounts.csv'));
    expect(await preview(['--record', local, '--html', page])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('accounts.csv'),
    });
  });
});

describe('of a past record', () => {
  it('in the bucket, as the digest names it', async () => {
    const { aws } = await afterARun();
    const finished = await preview(['--record', RECORD, '--html', page], aws.env);
    expect(finished).toStrictEqual({ code: 0, stdout: '', stderr: written() });
    expect(drawn()).toContain('alice');
    expect(drawn()).toContain('The record of run <b>20261120T070000Z</b>');
    expect(drawn()).not.toContain('reads no ledger');
    expect(drawn()).not.toContain('Forecast');
  });

  it('in a folder, without AWS', async () => {
    const { account } = await afterARun();
    for (const [name, text] of Object.entries(recordOf(account, '20261120T070000Z'))) {
      writeFileSync(join(folder, name), text);
    }
    expect(await preview(['--record', folder, '--html', page])).toMatchObject({ code: 0, stderr: written() });
    expect(drawn()).toContain('The record of run <b>20261120T070000Z</b>');
  });

  it('that is not there, or is not to be read: one line', async () => {
    const { aws } = await afterARun();
    const place = RECORD.replace('T070000Z', 'T080000Z');
    expect(await preview(['--record', place, '--html', page], aws.env)).toStrictEqual({
      code: 2,
      stdout: '',
      stderr: `${place}result.json: there is no such object\n`,
    });
    aws.faults.push({
      service: 's3',
      error: { code: 'AccessDenied', status: 403, message: 'Access Denied' },
    });
    expect(await preview(['--record', RECORD, '--html', page], aws.env)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^GetObject failed: AccessDenied.* You need s3:GetObject on .*kms:Decrypt/,
      ),
    });
  });

  it.each([
    ['a bucket alone', `s3://${RECORD_BUCKET}`],
    ['a run in the folder of another day', RECORD.replace('/20/', '/21/')],
  ])('%s is no place: the line shows one', async (_, place) => {
    expect(await preview(['--record', place, '--html', page])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /^--record "s3:.*give s3:\/\/BUCKET\/ACCOUNT\/runs\/YYYY\/MM\/DD\/RUN\/ /,
      ),
    });
  });
});

it('a folder that does not exist is told before AWS is asked', async () => {
  const { aws } = await aDeployment();
  const nowhere = join(folder, 'no', 'page.html');
  expect(await preview(['--live', '--html', nowhere], aws.env)).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(/page\.html: there is no folder /),
  });
  expect(aws.calls).toStrictEqual([]);
});
