import { parse } from 'csv-parse/sync';
import { DAY } from '../../../lambda/domain/instant';
import { policySha256 } from '../../../lambda/domain/settings';
import { daysAgo, NOW } from '../../support/builders';
import { closeAll } from '../../support/clients';
import {
  aDeployment,
  type Deployment,
  type DeploymentOptions,
  POLICY_PARAMETER,
  RECORD,
  RECORD_BUCKET,
  scheduledAt,
} from '../../support/deployment';
import type { Fault } from '../../support/fake-aws';
import { ALICE_OLD_KEY, AT_ONCE, BOB_OLD_KEY, STALE_WRITES, theStaff } from '../../support/staff';
import { LEDGER_KEY, recordOf, storedKeys, storedLedger } from '../../support/stored';

// "Recorded before, recorded after": what a run leaves in the bucket, in which order, and what becomes of a run
// that cannot leave it.

afterEach(closeAll);

const RUN_ID = '20261120T070000Z';
const ALICE = 'arn:aws:iam::123456789012:user/alice@2024-01-01T00:00:00Z';
const BOB = 'arn:aws:iam::123456789012:user/team/bob@2024-01-01T00:00:00Z';

const enforced = (options: DeploymentOptions = {}) =>
  aDeployment({ users: theStaff(), mode: 'enforce', policy: AT_ONCE, ...options });

/** A record that is JSON, for `toMatchObject`. */
const json = ({ account }: Deployment, name: string): unknown =>
  JSON.parse(recordOf(account, RUN_ID)[name] ?? 'null');

const linesOf = ({ account }: Deployment): string[] =>
  (recordOf(account, RUN_ID)['digest.txt'] ?? '').split('\n');

describe('the records of a run that enforced', () => {
  const head = ({ account }: Deployment, text = account.parameters[POLICY_PARAMETER]?.value ?? '') => ({
    version: 1,
    runId: RUN_ID,
    accountId: '123456789012',
    trigger: 'scheduled',
    mode: 'enforce',
    at: '2026-11-20T07:00:00Z',
    policy: { version: 1, sha256: policySha256(text), rules: JSON.parse(text) as unknown },
    report: { generatedAt: '2026-11-20T07:00:01Z', users: 4 },
  });

  it('stand under the account and the day of the run', async () => {
    const deployment = await enforced();
    expect(await deployment.invoke()).toMatchObject({ record: RECORD });
    const folder = RECORD.replace(`s3://${RECORD_BUCKET}/`, '');
    expect(storedKeys(deployment.account)).toEqual(
      [
        LEDGER_KEY,
        ...['digest.txt', 'findings.csv', 'plan.json', 'result.json'].map((name) => `${folder}${name}`),
      ].toSorted(),
    );
  });

  it('plan.json says what is to be done, to which key, and on what evidence', async () => {
    const deployment = await enforced();
    await deployment.invoke();
    expect(json(deployment, 'plan.json')).toEqual({
      ...head(deployment),
      allowed: 8,
      actions: [
        expect.objectContaining({
          id: `${BOB}/key@2024-01-01T00:00:00Z/${BOB_OLD_KEY}`,
          user: 'bob',
          arn: 'arn:aws:iam::123456789012:user/team/bob',
          credential: 'accessKey',
          keyId: BOB_OLD_KEY,
          reference: { by: 'lastRotated', at: '2024-01-01T00:00:00Z' },
          maxUnusedDays: 45,
          override: null,
          actOn: '2026-11-20',
        }),
        expect.objectContaining({
          id: `${ALICE}/password`,
          credential: 'password',
          keyId: null,
          evidence: [
            { by: 'lastChanged', at: '2025-10-16T07:00:00Z' },
            { by: 'lastUsed', at: '2026-09-21T07:00:00Z' },
          ],
          reference: { by: 'lastUsed', at: '2026-09-21T07:00:00Z' },
        }),
        expect.objectContaining({ credential: 'accessKey', keyId: ALICE_OLD_KEY }),
      ],
    });
  });

  it('result.json says how each of them ended', async () => {
    const deployment = await enforced();
    deployment.aws.faults.push({
      action: 'DeleteLoginProfile',
      error: { code: 'AccessDenied', status: 403 },
    });
    await deployment.run();
    const ofKey = { outcome: 'disabled', responseLost: false };
    const outcomes = [
      {
        id: `${ALICE}/password`,
        outcome: 'failed',
        mayBeDisabled: false,
        cause: expect.stringMatching(
          /^DeleteLoginProfile failed: AccessDenied: .*; read back, it still is active$/,
        ),
      },
      { keyId: ALICE_OLD_KEY, ...ofKey },
      { keyId: BOB_OLD_KEY, ...ofKey },
    ];
    expect(json(deployment, 'result.json')).toMatchObject({
      ...head(deployment),
      halts: [],
      subscribers: 1,
      counts: { inUse: 4, stale: 3, exempt: 1, disabled: 2, failed: 1, wouldDisable: 0 },
      outcomes: expect.arrayContaining(outcomes.map((outcome) => expect.objectContaining(outcome))),
      deliveredLate: null,
      reconciled: null,
      confirmedDisabled: [],
      restored: [],
    });
  });

  it('result.json of the day after says what the report confirms and what came back', async () => {
    const deployment = await enforced();
    await deployment.invoke();
    const [alice] = deployment.account.users;
    for (const key of alice?.keys ?? []) key.status = 'Active';
    deployment.clock.advance(DAY);
    await deployment.run(scheduledAt(NOW + DAY));
    const { 'result.json': result = '' } = recordOf(deployment.account, '20261121T070000Z');
    expect(JSON.parse(result)).toMatchObject({
      confirmedDisabled: expect.arrayContaining([
        `${ALICE}/password`,
        `${BOB}/key@2024-01-01T00:00:00Z/${BOB_OLD_KEY}`,
      ]),
      restored: [`${ALICE}/key@2026-01-24T07:00:00Z/${ALICE_OLD_KEY}`],
    });
  });

  it('findings.csv has every credential with its verdict, and the outcome of what was acted on', async () => {
    const deployment = await enforced();
    await deployment.invoke();
    const rows: unknown = parse(recordOf(deployment.account, RUN_ID)['findings.csv'] ?? '', {
      columns: true,
    });
    expect(rows).toHaveLength(8);
    expect(rows).toEqual(
      expect.arrayContaining(
        [
          {
            user: 'alice',
            credential: 'password',
            verdict: 'stale',
            outcome: 'disabled',
            maxUnusedDays: '45',
          },
          { user: 'alice', keyCreated: '2026-10-31T07:00:00Z', verdict: 'inUse', outcome: '' },
          { user: 'bob', keyId: BOB_OLD_KEY, outcome: 'disabled' },
          { user: 'carol', verdict: 'exempt', exemption: 'on leave', outcome: '' },
          {
            user: 'dave',
            arn: 'arn:aws:iam::123456789012:user/dave',
            credential: 'accessKey',
            verdict: 'inUse',
            lastUsed: new Date(daysAgo(44)).toISOString().replace('.000', ''),
            lastUsedService: 's3',
            lastUsedRegion: 'eu-west-1',
          },
        ].map((row) => expect.objectContaining(row)),
      ),
    );
  });

  it('digest.txt is the mail, and says to how many it went', async () => {
    const deployment = await enforced();
    await deployment.invoke();
    const [digest] = deployment.digests();
    const [subject, published, ...rest] = linesOf(deployment);
    expect(subject).toBe(`Subject: ${digest?.subject}`);
    expect(published).toMatch(/^Published: 2026-11-20T07:00:\d\dZ, to 1 confirmed subscriber$/);
    expect(rest.join('\n')).toBe(`\n${digest?.message}`);
  });

  it('digest.txt of a mail that nobody can have got says so', async () => {
    const deployment = await enforced({ subscribers: 0 });
    await deployment.run();
    expect(linesOf(deployment)[1]).toMatch(/, to nobody: the topic has no subscriber that counts$/);
  });

  it('digest.txt of a mail that SNS did not take says why', async () => {
    const deployment = await enforced();
    const error = { code: 'AuthorizationError', status: 403, message: 'not\nyou' };
    deployment.aws.faults.push({ service: 'sns', action: 'Publish', error });
    await deployment.run();
    const [subject, published, blank] = linesOf(deployment);
    expect(subject).toContain('3 disabled');
    expect(published).toMatch(/^Published: no: Publish failed: AuthorizationError: not you/);
    expect(blank).toBe('');
  });

  it('the ledger remembers what was disabled, when and which key', async () => {
    const deployment = await enforced();
    await deployment.invoke();
    const { credentials, ...rest } = storedLedger(deployment.account);
    expect(rest).toMatchObject({
      open: null,
      pendingDigest: null,
      lastRun: { runId: RUN_ID, users: 4 },
    });
    expect(
      Object.entries(credentials).map(([id, { disabledAt, keyId }]) => [id, disabledAt !== undefined, keyId]),
    ).toEqual(
      expect.arrayContaining([
        [`${ALICE}/password`, true, undefined],
        [`${ALICE}/key@2026-01-24T07:00:00Z/${ALICE_OLD_KEY}`, true, ALICE_OLD_KEY],
        [`${BOB}/key@2024-01-01T00:00:00Z/${BOB_OLD_KEY}`, true, BOB_OLD_KEY],
      ]),
    );
  });
});

describe('the order', () => {
  /** What of it changes anything anywhere, in the order of arrival. */
  const changes = ({ aws }: Deployment) =>
    aws.calls
      .filter(({ action }) => /^(Put|Publish|Delete|Update)/.test(action))
      .map(({ action, params: { Key = '' } }) => `${action} ${Key.split('/').at(-1)}`.trim());

  it('is: plan, ledger opened, writes, result, ledger closed with the digest that waits, digest, nothing waits and its text', async () => {
    const deployment = await enforced();
    await deployment.invoke();
    const made = changes(deployment);
    expect(made.slice(0, 2)).toEqual(['PutObject plan.json', 'PutObject ledger.json']);
    expect(made.slice(2, 5).toSorted()).toEqual(['DeleteLoginProfile', 'UpdateAccessKey', 'UpdateAccessKey']);
    expect(made.slice(5, 7).toSorted()).toEqual(['PutObject findings.csv', 'PutObject result.json']);
    expect(made[7]).toBe('PutObject ledger.json');
    expect(made[8]).toBe('Publish');
    expect(made.slice(9).toSorted()).toEqual(['PutObject digest.txt', 'PutObject ledger.json']);
  });

  it('in dry-run is the same without the writes', async () => {
    const dryRun = await enforced({ mode: 'dry-run' });
    await dryRun.invoke();
    const enforce = await enforced();
    await enforce.invoke();
    const isWrite = (change: string) => /^(Delete|Update)/.test(change);
    expect(changes(dryRun).toSorted()).toEqual(
      changes(enforce)
        .filter((change) => !isWrite(change))
        .toSorted(),
    );
    expect(json(dryRun, 'plan.json')).toMatchObject({
      mode: 'dry-run',
      actions: [{ keyId: BOB_OLD_KEY }, { credential: 'password' }, { keyId: ALICE_OLD_KEY }],
    });
  });
});

it.each<[string, DeploymentOptions]>([
  ['by its mode', { mode: 'maybe' }],
  ['by its policy', { policy: '{' }],
  ['by a report that cannot be read', { account: { report: { ageMs: 0, override: '<html>' } } }],
])(
  'a run that was halted %s leaves a result, findings and its digest, and no plan',
  async (_why, options) => {
    const deployment = await enforced(options);
    const run = await deployment.run();
    const { 'digest.txt': digest, ...records } = recordOf(deployment.account, RUN_ID);
    expect(Object.keys(records).toSorted()).toEqual(['findings.csv', 'result.json']);
    expect(digest).toContain('HALTED');
    const reason = run.ended.replace('SweepHalted: ', '');
    expect(json(deployment, 'result.json')).toMatchObject({
      halts: [{ effect: 'halted', reason }],
      outcomes: [],
    });
  },
);

describe('S3', () => {
  const DENIED = { service: 's3', error: { code: 'AccessDenied', status: 403, message: 'not authorized' } };
  const put = (key: string): Fault => ({ ...DENIED, action: 'PutObject', key });

  it.each<[string, Fault, message: string]>([
    [
      'the ledger may not be read',
      { ...DENIED, action: 'GetObject' },
      'GetObject of the ledger failed: AccessDenied',
    ],
    ['the plan may not be written', put('plan.json'), 'PutObject failed: AccessDenied'],
    ['the ledger may not be written', put('ledger.json'), 'PutObject of the ledger failed: AccessDenied'],
    ['nothing may be written', { ...DENIED, action: 'PutObject' }, 'PutObject failed: AccessDenied'],
    ['nothing is allowed at all', DENIED, 'GetObject of the ledger failed: AccessDenied'],
  ])('where %s: halted before the first write, and told', async (_what, fault, message) => {
    const deployment = await enforced();
    deployment.aws.faults.push(fault);
    const run = await deployment.run();
    expect(run.ended).toBe('SweepHalted: ledger');
    expect(run.message).toContain(message);
    expect(deployment.writes()).toEqual([]);
    expect(deployment.digests()).toMatchObject([{ subject: expect.stringContaining('HALTED (ledger)') }]);
    expect(deployment.digests()[0]?.message).toContain('This run touched no credential.');
  });

  it('where the bucket is gone: halted before the first write, and told', async () => {
    const deployment = await enforced();
    deployment.account.buckets = {};
    expect(await deployment.run()).toMatchObject({
      ended: 'SweepHalted: ledger',
      message: expect.stringContaining('NoSuchBucket'),
    });
    expect(deployment.writes()).toEqual([]);
    expect(deployment.digests()).toHaveLength(1);
  });

  it.each(['findings.csv', 'result.json'])(
    'where %s may not be written: all is done and told, and the digest says what is missing',
    async (name) => {
      const deployment = await enforced();
      deployment.aws.faults.push(put(name));
      expect(await deployment.run()).toMatchObject({
        ended: 'SweepHalted: ledger',
        message: expect.stringContaining(`${name} could not be written: PutObject failed: AccessDenied`),
        counts: { disabled: 3 },
      });
      expect(deployment.writes()).toEqual(STALE_WRITES);
      const message = deployment.digests()[0]?.message.replaceAll(/\s+/g, ' ');
      expect(message).toContain(`${name} could not be written`);
      expect(message).toContain('DISABLED (3)');
      expect(storedLedger(deployment.account).open).toBeNull();
    },
  );

  it('where digest.txt may not be written: the mail is out, and the run fails', async () => {
    const deployment = await enforced();
    deployment.aws.faults.push(put('digest.txt'));
    expect(await deployment.run()).toMatchObject({ ended: 'SweepHalted: ledger', counts: { disabled: 3 } });
    expect(deployment.digests()).toMatchObject([{ subject: expect.stringContaining('3 disabled') }]);
  });

  it.each<[string, times: number, then: object, told: string]>([
    [
      'cannot be closed: the plan stays open, and the next run tells once more',
      2,
      { open: { planned: [{}, {}, {}] }, pendingDigest: null },
      'DISABLED BY A RUN THAT DID NOT END (3)',
    ],
    [
      'cannot be closed before the digest is out: it is closed after it',
      1,
      { open: null, pendingDigest: null },
      'CONFIRMED DISABLED (3)',
    ],
  ])('where the ledger %s', async (_what, times, then, told) => {
    const deployment = await enforced();
    deployment.aws.faults.push({ ...put('ledger.json'), skip: 1, times });
    expect(await deployment.run()).toMatchObject({
      ended: 'SweepHalted: ledger',
      message: expect.stringContaining('the ledger could not be written'),
      counts: { disabled: 3 },
    });
    expect(storedLedger(deployment.account)).toMatchObject(then);
    deployment.clock.advance(DAY);
    expect(await deployment.run(scheduledAt(NOW + DAY))).toMatchObject({ ended: 'completed' });
    expect(deployment.digests().at(-1)?.message).toContain(told);
    expect(storedLedger(deployment.account).open).toBeNull();
  });

  it('where the ledger cannot be told that the digest is out: it is sent once more rather than never', async () => {
    const deployment = await enforced();
    deployment.aws.faults.push({ ...put('ledger.json'), skip: 2, times: 1 });
    expect(await deployment.run()).toMatchObject({ ended: 'SweepHalted: ledger', counts: { disabled: 3 } });
    deployment.clock.advance(DAY);
    expect(await deployment.run(scheduledAt(NOW + DAY))).toMatchObject({ ended: 'completed' });
    const subject = expect.stringContaining('3 disabled');
    expect(deployment.digests()).toMatchObject([{ subject }, { subject }, {}]);
  });
});
