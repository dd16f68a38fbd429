import type { S3Client } from '@aws-sdk/client-s3';
import { S3OrganizationRecords } from '../../../lambda/aws/s3-organization-records';
import { sha256 } from '../../../lambda/domain/sha256';
import { LedgerConflict } from '../../../lambda/record-store';
import { ACCOUNT } from '../../support/builders';
import { clientsOf, closeAll, serve } from '../../support/clients';
import { RECORD_BUCKET } from '../../support/deployment';
import { aBucket, anAccount, type Fault, storeObject } from '../../support/fake-aws';
import { serveScript } from '../../support/scripted-aws';
import { storedKeys, storedObject } from '../../support/stored';

afterEach(closeAll);

const RUN = '20261120T070000Z';
const FOLDER = `organization/runs/2026/11/20/${RUN}/`;
const ANSWERS = `organization/answers/2026/11/20/${RUN}/`;
const LEDGER = 'organization/ledger.json';
const [ALPHA, BETA, GAMMA] = ['111111111111', '222222222222', '333333333333'] as const;

async function recordsWith(texts: Record<string, string> = {}, ...faults: Fault[]) {
  const account = anAccount({ buckets: { [RECORD_BUCKET]: aBucket(texts) } });
  const aws = await serve(account);
  aws.faults.push(...faults);
  const { s3 } = clientsOf(aws);
  const bucket = account.buckets[RECORD_BUCKET];
  const overwrite = (key: string, text: string) => bucket && storeObject(bucket, key, text);
  return {
    aws,
    account,
    s3,
    overwrite,
    records: new S3OrganizationRecords(s3, RECORD_BUCKET, ACCOUNT, 'us-east-1'),
  };
}

const answersOf = (...accounts: string[]) =>
  Object.fromEntries(accounts.map((id) => [`${ANSWERS}${id}.json`, `{"of":"${id}"}`]));
const DENIED: Fault = { error: { code: 'AccessDenied', status: 403 } };
/** The write is done, and its response lost. */
const LOST: Fault = {
  action: 'PutObject',
  when: 'after',
  times: 1,
  error: { code: 'InternalError', status: 500 },
};

/** Every answer has these fields, whatever S3 says. */
function answering(s3: S3Client, fields: { ETag?: string; VersionId: string | undefined }): void {
  s3.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      return { ...result, output: { ...result.output, ...fields } };
    },
    { step: 'initialize' },
  );
}

describe('the ledger of the organization', () => {
  it('is a mutex: it is written only as long as it is what was read', async () => {
    const { records, account } = await recordsWith();
    expect(await records.readLedger()).toBeUndefined();
    const first = await records.writeLedger('first', undefined);
    const second = await records.writeLedger('second', first);
    await expect(records.writeLedger('third', first)).rejects.toThrow(LedgerConflict);
    await expect(records.writeLedger('third', undefined)).rejects.toThrow(LedgerConflict);
    expect(storedObject(account, LEDGER)?.body.toString()).toBe('second');
    expect(await records.readLedger()).toMatchObject({ text: 'second', etag: second.etag });
  });

  it('is ours when only the response of our own write was lost', async () => {
    const { aws, records } = await recordsWith();
    const first = await records.writeLedger('first', undefined);
    aws.faults.push(LOST);
    const { s3 } = clientsOf(aws, { maxAttempts: 2 });
    const retrying = new S3OrganizationRecords(s3, RECORD_BUCKET, ACCOUNT, 'us-east-1');
    expect(await retrying.writeLedger('second', first)).toMatchObject({ text: 'second' });
  });

  it('is not missing when it cannot be read', async () => {
    const { records } = await recordsWith({ [LEDGER]: '{}' }, DENIED);
    await expect(records.readLedger()).rejects.toThrow(
      "GetObject of the organization's ledger failed: AccessDenied",
    );
  });

  it('that is missing beside a run was deleted: the run is found', async () => {
    const { records } = await recordsWith({
      [`${ALPHA}/runs/2026/11/01/x/plan.json`]: '{}',
      [`${FOLDER}act.json`]: '{}',
      [`${FOLDER}settings.json`]: '{}',
    });
    expect(await records.firstRun()).toBe(RUN);
    expect(await (await recordsWith({ [LEDGER]: '{}' })).records.firstRun()).toBeUndefined();
  });

  it('that is missing beside a run that could not open it has never been there', async () => {
    const { records } = await recordsWith({
      [`${FOLDER}digest.txt`]: 'HALTED',
      [`${FOLDER}result.json`]: '{}',
    });
    expect(await records.firstRun()).toBeUndefined();
  });

  it.each<[string, Fault]>([
    ['denied', DENIED],
    ['a page of HTML', { html: true }],
    ['empty', { emptyBody: true }],
  ])('is not taken for a first one when the list is %s', async (_, fault) => {
    const { records } = await recordsWith({}, { ...fault, action: 'ListObjectsV2' });
    await expect(records.firstRun()).rejects.toThrow(/^ListObjectsV2 /);
  });
});

describe('a record', () => {
  it('is in the folder of its run, with the type of its name', async () => {
    const { records, account } = await recordsWith();
    await records.write(RUN, 'settings.json', '{}');
    await records.write(RUN, 'digest.txt', 'mail');
    expect(storedKeys(account)).toStrictEqual([`${FOLDER}digest.txt`, `${FOLDER}settings.json`]);
    expect(storedObject(account, `${FOLDER}settings.json`)?.contentType).toBe(
      'application/json; charset=utf-8',
    );
    expect(storedObject(account, `${FOLDER}digest.txt`)?.contentType).toBe('text/plain; charset=utf-8');
    expect(records.location(RUN)).toBe(`s3://${RECORD_BUCKET}/${FOLDER}`);
    expect(records.consoleUrl(RUN)).toBe(
      `https://us-east-1.console.aws.amazon.com/s3/buckets/${RECORD_BUCKET}?region=us-east-1&prefix=${encodeURIComponent(FOLDER)}`,
    );
    expect(await records.read(RUN, 'settings.json')).toBe('{}');
    expect(await records.read(RUN, 'act.json')).toBeUndefined();
  });

  it('that is written once stays as it is, and comes back with its own version', async () => {
    const { records, account } = await recordsWith();
    const first = await records.writeOnce(RUN, 'act.json', 'first');
    const again = await records.writeOnce(RUN, 'act.json', 'second');
    expect(first).toMatchObject({ text: 'first', isOurs: true });
    expect(again).toStrictEqual({ ...first, isOurs: false });
    expect(storedObject(account, `${FOLDER}act.json`)).toMatchObject({ versions: [] });
  });

  it('is ours when only the response of our own write was lost', async () => {
    const { aws } = await recordsWith({}, LOST);
    const { s3 } = clientsOf(aws, { maxAttempts: 2 });
    const retrying = new S3OrganizationRecords(s3, RECORD_BUCKET, ACCOUNT, 'us-east-1');
    const standing = await retrying.writeOnce(RUN, 'told-plan.json', 'plan');
    expect(standing).toMatchObject({ text: 'plan', isOurs: true });
    expect(aws.calls.map(({ action, errorCode }) => errorCode ?? action)).toStrictEqual([
      'InternalError',
      'PreconditionFailed',
      'GetObject',
    ]);
  });

  it('is not written when S3 denies it, and the error says so', async () => {
    const { records } = await recordsWith({}, DENIED);
    await expect(records.writeOnce(RUN, 'act.json', '[]')).rejects.toThrow('PutObject failed: AccessDenied');
    await expect(records.write(RUN, 'result.json', '{}')).rejects.toThrow('PutObject failed: AccessDenied');
  });

  it.each([
    ['never had versions', undefined],
    ['keeps no versions any more', 'null'],
  ])('in a bucket that %s is refused, because nothing could be pinned', async (_, VersionId) => {
    const { s3, records } = await recordsWith();
    answering(s3, { VersionId });
    await expect(records.write(RUN, 'settings.json', '{}')).rejects.toThrow(/is the bucket versioned/);
    await expect(records.writeOnce(RUN, 'act.json', '[]')).rejects.toThrow(/is the bucket versioned/);
  });
});

describe('a pinned record', () => {
  it('stays what it was, whatever is written over it', async () => {
    const { records, overwrite } = await recordsWith();
    const pin = await records.write(RUN, 'settings.json', 'Grüße');
    overwrite(`${FOLDER}settings.json`, 'theirs');
    expect(await records.readPinned(RUN, 'settings.json', pin)).toBe('Grüße');
    expect(await records.read(RUN, 'settings.json')).toBe('theirs');
    expect(pin.sha256).toBe(sha256('Grüße'));
  });

  it('is refused when its version has another hash', async () => {
    const { records } = await recordsWith();
    const { versionId } = await records.write(RUN, 'roster.json', 'theirs');
    const pin = { versionId, sha256: sha256('ours') };
    await expect(records.readPinned(RUN, 'roster.json', pin)).rejects.toMatchObject({
      name: 'PinBroken',
      message: `${FOLDER}roster.json is not the text that was pinned`,
    });
  });

  it.each([
    ['was never written', 'v.unknown'],
    ['is of another object', undefined],
  ])('is refused when its version %s', async (_, id) => {
    const { records } = await recordsWith();
    await records.write(RUN, 'act.json', 'text');
    const other = await records.write(RUN, 'settings.json', 'text');
    const pin = { ...other, versionId: id ?? other.versionId };
    await expect(records.readPinned(RUN, 'act.json', pin)).rejects.toMatchObject({
      name: 'PinBroken',
      message: `version ${pin.versionId} of ${FOLDER}act.json is not there`,
    });
  });

  it('is refused when S3 answers with another version', async () => {
    const { s3 } = clientsOf(await serveScript('application/xml', 'text'));
    const records = new S3OrganizationRecords(s3, RECORD_BUCKET, ACCOUNT, 'us-east-1');
    answering(s3, { ETag: '"1"', VersionId: 'v.other' });
    const pin = { versionId: 'v.asked', sha256: sha256('text') };
    await expect(records.readPinned(RUN, 'act.json', pin)).rejects.toMatchObject({
      name: 'PinBroken',
      message: `S3 answered version v.other of ${FOLDER}act.json, not v.asked`,
    });
  });

  it('that cannot be read is no broken pin: another try may read it', async () => {
    const { aws, records } = await recordsWith();
    const pin = await records.write(RUN, 'act.json', '[]');
    aws.faults.push(DENIED);
    await expect(records.readPinned(RUN, 'act.json', pin)).rejects.toMatchObject({ name: 'CallFailed' });
  });
});

describe('the answers', () => {
  it('are those of every account, over pages', async () => {
    const { account, records } = await recordsWith(answersOf(ALPHA, BETA, GAMMA));
    account.pageSize = 2;
    const answers = await records.answers(RUN, (id, answer) => [id, answer] as const);
    expect([...answers]).toStrictEqual(
      [ALPHA, BETA, GAMMA].map((id) => [id, [id, { text: `{"of":"${id}"}` }]]),
    );
  });

  it('are of this run, and of accounts alone', async () => {
    const { records } = await recordsWith({
      ...answersOf(ALPHA),
      [`${ANSWERS}notes.json`]: '{}',
      [`${ANSWERS}${BETA}.json.bak`]: '{}',
      [`${FOLDER}act.json`]: '[]',
      [`organization/answers/2026/11/20/${RUN}-2/${GAMMA}.json`]: '{}',
    });
    expect([...(await records.answers(RUN, () => true)).keys()]).toStrictEqual([ALPHA]);
  });

  it('stop at none that cannot be read', async () => {
    const { records } = await recordsWith(answersOf(ALPHA, BETA, GAMMA), { ...DENIED, key: `${BETA}.json` });
    const answers = await records.answers(RUN, (_, answer) => answer);
    expect(answers.get(BETA)).toStrictEqual({
      unreadable: 'GetObject failed: AccessDenied: Injected AccessDenied',
    });
    expect(answers.get(GAMMA)).toStrictEqual({ text: `{"of":"${GAMMA}"}` });
  });

  it.each<[string, Fault]>([
    ['denied', DENIED],
    ['a page of HTML', { html: true }],
    ['cut off', { reset: true }],
  ])('throw when the second page of their list is %s: none is missing in silence', async (_, fault) => {
    const { account, records } = await recordsWith(answersOf(ALPHA, BETA, GAMMA), {
      ...fault,
      action: 'ListObjectsV2',
      skip: 1,
    });
    account.pageSize = 2;
    await expect(records.answers(RUN, () => true)).rejects.toThrow(/^ListObjectsV2 /);
  });

  it('throw when their list goes round', async () => {
    const page =
      '<ListBucketResult><KeyCount>0</KeyCount><IsTruncated>true</IsTruncated>' +
      '<NextContinuationToken>again</NextContinuationToken></ListBucketResult>';
    const { s3 } = clientsOf(await serveScript('application/xml', page));
    const records = new S3OrganizationRecords(s3, RECORD_BUCKET, ACCOUNT, 'us-east-1');
    await expect(records.answers(RUN, () => true)).rejects.toThrow('a token is repeated');
  });

  it('are read fifty at a time', async () => {
    const ids = Array.from({ length: 120 }, (_, index) => String(100_000_000_000 + index));
    const { records, s3 } = await recordsWith(answersOf(...ids), { action: 'GetObject', latencyMs: 20 });
    let open = 0;
    let most = 0;
    s3.middlewareStack.add(
      (next) => async (args) => {
        open += 1;
        most = Math.max(most, open);
        return next(args).finally(() => (open -= 1));
      },
      { step: 'initialize' },
    );
    expect((await records.answers(RUN, () => true)).size).toBe(120);
    expect(most).toBe(50);
  });

  it('are replaced by their own account, unless it asks not to', async () => {
    const { records } = await recordsWith();
    expect(await records.writeAnswer(RUN, ALPHA, 'planned', 'overwrite')).toBe(true);
    expect(await records.writeAnswer(RUN, ALPHA, 'completed', 'overwrite')).toBe(true);
    expect(await records.writeAnswer(RUN, ALPHA, 'already-ran', 'fail')).toBe(false);
    expect(await records.readAnswer(RUN, ALPHA)).toBe('completed');
    expect(await records.readAnswer(RUN, BETA)).toBeUndefined();
  });
});

it('an account’s own records are in its own folder', async () => {
  const { account, records } = await recordsWith({
    [`${ALPHA}/runs/2026/11/20/${RUN}/plan.json`]: 'planned',
  });
  const alpha = records.recordsOf(ALPHA);
  expect(await alpha.read(RUN, 'plan.json')).toBe('planned');
  await alpha.write('20261119T070000Z', 'told.json', '{}', 'overwrite');
  expect(storedKeys(account)).toStrictEqual([
    `${ALPHA}/runs/2026/11/19/20261119T070000Z/told.json`,
    `${ALPHA}/runs/2026/11/20/${RUN}/plan.json`,
  ]);
  expect(alpha.location(RUN)).toBe(`s3://${RECORD_BUCKET}/${ALPHA}/runs/2026/11/20/${RUN}/`);
});
