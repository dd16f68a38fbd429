import { SsmSettings } from '../../../lambda/aws/ssm-settings';
import { PolicyReader } from '../../../lambda/aws/iam-policy-reader';
import { UserReader } from '../../../lambda/aws/iam-user-reader';
import { S3RecordStore } from '../../../lambda/aws/s3-record-store';
import { SnsDigestTopic } from '../../../lambda/aws/sns-digest-topic';
import { DAY, MINUTE, utcSecond } from '../../../lambda/domain/instant';
import { emptyLedger } from '../../../lambda/domain/ledger/schema';
import { InvalidNoticeEvent } from '../../../lambda/domain/new-credential/event';
import { noticeState } from '../../../lambda/domain/new-credential/notices';
import { LedgerSession } from '../../../lambda/ledger-session';
import { type BatchAnswer, notify } from '../../../lambda/new-credential/notify';
import { ACCOUNT, LONG_AGO, NOW } from '../../support/builders';
import { clientsOf, closeAll, serve } from '../../support/clients';
import { TestClock } from '../../support/clock';
import {
  batchOf,
  cloudTrailEvent,
  createAccessKey,
  NEW_KEY,
  updateAccessKey,
} from '../../support/cloudtrail';
import {
  aDeployedAccount,
  MODE_PARAMETER,
  POLICY_PARAMETER,
  RECORD_BUCKET,
  TOPIC_ARN,
} from '../../support/deployment';
import { aUser, type Fault, storeObject } from '../../support/fake-aws';
import { storedKeys, storedObject, storeLedger } from '../../support/stored';
import { unwrapped } from '../domain/digest/run-reports';

// Many events, one mail: the function as the queue calls it, over real HTTP, with what it keeps in S3.

afterEach(closeAll);

const NOTICES_KEY = `${ACCOUNT.id}/notices.json`;
const BOB = aUser({ name: 'bob', createdAt: LONG_AGO });

async function aNoticeFunction() {
  const clock = new TestClock(NOW);
  const account = aDeployedAccount({ users: [BOB] });
  const aws = await serve(account);
  const { iam, ssm, sns, s3 } = clientsOf(aws);
  const records = new S3RecordStore(s3, RECORD_BUCKET, ACCOUNT, 'us-east-1');
  const log: Readonly<Record<string, unknown>>[] = [];
  const ports = {
    settings: new SsmSettings(ssm, { mode: MODE_PARAMETER, policy: POLICY_PARAMETER }),
    users: new UserReader(iam),
    policies: new PolicyReader(iam),
    ledger: () => LedgerSession.read(records, ACCOUNT.id),
    topic: new SnsDigestTopic(sns, TOPIC_ARN),
    notices: records,
    now: clock.now,
    log: (_level: string, event: string, fields: Readonly<Record<string, unknown>>) =>
      log.push({ event, ...fields }),
  };
  return {
    aws,
    account,
    clock,
    log,
    tell: (...events: readonly unknown[]): Promise<BatchAnswer> => notify(batchOf(...events), ACCOUNT, ports),
    mails: () => account.topics[TOPIC_ARN]?.published ?? [],
    lastMail: () => unwrapped(account.topics[TOPIC_ARN]?.published.at(-1)?.message ?? ''),
    state: () => noticeState(storedObject(account, NOTICES_KEY)?.body.toString(), ACCOUNT.id, clock.now()),
  };
}

let ids = 0;
/** Each event of CloudTrail has an id of its own. */
function fresh<E extends ReturnType<typeof cloudTrailEvent>>(event: E, minute = 0) {
  const eventTime = utcSecond(NOW + minute * MINUTE);
  return { ...event, detail: { ...event.detail, eventID: `id-${ids++}`, eventTime } };
}
const newUser = (name: string) =>
  fresh(cloudTrailEvent('CreateUser', { requestParameters: { userName: name } }));

it('two hundred calls that enable an active key are one mail', async () => {
  const { tell, mails, lastMail, log } = await aNoticeFunction();
  const calls = (from: number) =>
    Array.from({ length: 100 }, (_, index) => fresh(updateAccessKey('Active'), from + index / 60));
  await tell(...calls(0));
  await tell(...calls(5));
  expect(mails().map(({ subject }) => subject)).toEqual([
    'iam-lapse 123456789012: access key enabled again for bob',
  ]);
  expect(lastMail()).not.toContain('more event');
  expect(log.map(({ status }) => status)).toEqual(['told', 'nothingNew']);
});

it('a key that iam-lapse disables and somebody enables is told each time', async () => {
  const { tell, mails, lastMail, account } = await aNoticeFunction();
  await tell(fresh(updateAccessKey('Active'), 0));
  // The event of the sweep's own write is late: only the ledger knows.
  const id = `arn:aws:iam::${ACCOUNT.id}:user/bob@2024-01-01T00:00:00Z/key@2024-01-01T00:00:00Z`;
  const credentials = { [id]: { keyId: NEW_KEY, disabledAt: NOW + 10 * MINUTE } };
  storeLedger(account, { ...emptyLedger(ACCOUNT.id), credentials });
  await tell(fresh(updateAccessKey('Active'), 20));
  expect(mails()).toHaveLength(2);
  expect(lastMail()).toContain('THE SWEEP HAD DISABLED THIS ONE');
});

it('two hundred new users are one mail: ten with all facts, the others by name', async () => {
  const { tell, mails, lastMail, aws } = await aNoticeFunction();
  await tell(...Array.from({ length: 200 }, (_, index) => newUser(`user${index}`)));
  expect(mails()).toHaveLength(1);
  expect(mails()[0]?.subject).toBe(
    'iam-lapse 123456789012: 200 new users, passwords or keys: new user user0, ...',
  );
  expect(lastMail()).toMatch(/And 190 more events: .* new user user10, by .* \.\.\. and 90 more/);
  expect(aws.calls.filter(({ action }) => action === 'GetUser')).toHaveLength(10);
  expect(aws.calls.filter(({ action }) => action === 'GetParameters')).toHaveLength(1);
});

it('twelve mails a day; the last says so, and the first of the next day says what had none', async () => {
  const { tell, mails, lastMail, clock, log } = await aNoticeFunction();
  for (let mail = 1; mail <= 12; mail += 1) {
    await tell(newUser(`user${mail}`));
    expect(lastMail().includes('THIS IS THE LAST MAIL OF THIS KIND TODAY')).toBe(mail === 12);
  }
  await tell(newUser('eve'), newUser('mallory'));
  await tell(newUser('trudy'));
  expect(mails()).toHaveLength(12);
  expect(log.at(-1)).toMatchObject({ event: 'notice-end', status: 'leftOut', leftOut: 1 });
  clock.advance(DAY);
  await tell(newUser('victor'));
  expect(mails()).toHaveLength(13);
  expect(lastMail()).toMatch(
    /^New user victor .*3 events of 2026-11-20 had no mail\..* new user eve, by .* new user mallory, .* new user trudy, /,
  );
  await tell(newUser('walter'));
  expect(lastMail()).not.toContain('had no mail');
});

it('events of other accounts and of failed calls are passed over, and told beside in the log', async () => {
  const { tell, mails, log, aws } = await aNoticeFunction();
  const elsewhere = { ...createAccessKey({ recipientAccountId: '999999999999' }), account: '999999999999' };
  expect(await tell(elsewhere, fresh(createAccessKey({ errorCode: 'AccessDenied' })))).toEqual({
    batchItemFailures: [],
  });
  expect(mails()).toEqual([]);
  expect(aws.calls).toEqual([]);
  expect(log).toEqual([
    { event: 'notice-end', status: 'nothingNew', told: 0, leftOut: 0, otherAccounts: 1, failed: 0 },
  ]);
});

describe('what fails', () => {
  const no = { code: 'AccessDenied', status: 403, message: 'no' };

  it('a message that is no such event is handed back alone', async () => {
    const { tell, mails, log } = await aNoticeFunction();
    const answer = await tell('{', newUser('carol'), cloudTrailEvent('DeleteUser'));
    expect(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier.slice(-1))).toEqual([
      '0',
      '2',
    ]);
    expect(mails()).toHaveLength(1);
    expect(log.filter(({ event }) => event === 'notice-refused')).toHaveLength(2);
  });

  it('anything but a batch is refused', async () => {
    const { tell } = await aNoticeFunction();
    await expect(tell()).rejects.toThrow(InvalidNoticeEvent);
  });

  it('a mail that SNS does not take is not counted, and goes out when the batch comes again', async () => {
    const { tell, mails, state, aws } = await aNoticeFunction();
    const batch = [newUser('carol'), fresh(updateAccessKey('Active'))];
    aws.faults.push({ action: 'Publish', error: { code: 'KMSDisabled', status: 400 } });
    await expect(tell(...batch)).rejects.toThrow(/Publish failed: KMSDisabled/);
    expect(state()).toMatchObject({ mails: 0, told: [], keys: {} });
    aws.faults.length = 0;
    await tell(...batch);
    expect(mails()).toHaveLength(1);
    expect(state()).toMatchObject({ mails: 1 });
  });

  it.each<[string, Fault]>([
    ['read', { action: 'GetObject', error: no }],
    ['written', { action: 'PutObject', error: no }],
  ])('a state that cannot be %s stops no mail', async (_, fault) => {
    const { tell, mails, aws, log } = await aNoticeFunction();
    aws.faults.push(fault);
    await tell(newUser('carol'));
    expect(mails()).toHaveLength(1);
    expect(log.some(({ event }) => String(event).startsWith('notices-not-'))).toBe(true);
  });

  it('but where there is no mail, it has to be counted, or the batch comes again', async () => {
    const { tell, aws, account, state } = await aNoticeFunction();
    for (let mail = 1; mail <= 12; mail += 1) await tell(newUser(`user${mail}`));
    aws.faults.push({ action: 'PutObject', error: no });
    await expect(tell(newUser('eve'))).rejects.toThrow(/PutObject of the notices failed/);
    aws.faults.length = 0;
    await tell(newUser('eve'));
    expect(state().leftOut).toMatchObject({ count: 1 });
    expect(storedKeys(account)).toEqual([NOTICES_KEY]);
  });

  it('a state that makes no sense is written anew', async () => {
    const { tell, mails, account, state } = await aNoticeFunction();
    const bucket = account.buckets[RECORD_BUCKET];
    if (bucket) storeObject(bucket, NOTICES_KEY, '{"version": 7}');
    await tell(newUser('carol'));
    expect(mails()).toHaveLength(1);
    expect(state().mails).toBe(1);
  });

  it('two at once count together', async () => {
    const { tell, mails, state } = await aNoticeFunction();
    await Promise.all([tell(newUser('carol')), tell(newUser('dave'))]);
    expect(mails()).toHaveLength(2);
    expect(state().mails).toBe(2);
    expect(state().told).toHaveLength(2);
  });
});
