import { emptyLedger, ledgerText } from '../../../lambda/domain/ledger/schema';
import { DAY, HOUR, MINUTE } from '../../../lambda/domain/instant';
import { ACCOUNT, NOW } from '../../support/builders';
import { closeAll } from '../../support/clients';
import {
  aDeployment,
  type Deployment,
  type DeploymentOptions,
  RECORD,
  RECORD_BUCKET,
  SCHEDULED_EVENT,
  scheduledAt,
} from '../../support/deployment';
import { type Fault, storeObject } from '../../support/fake-aws';
import { BOBS_KEY, openLedger, type Planned, ALICES_PASSWORD } from '../../support/open-ledger';
import { AT_ONCE, theStaff } from '../../support/staff';
import {
  LEDGER_KEY,
  recordOf,
  storedKeys,
  storedLedger,
  storedObject,
  storeLedger,
} from '../../support/stored';

// What one sweep leaves for the next: it is understood as a whole or not at all, and no preview touches it.

afterEach(closeAll);

const enforced = (options: DeploymentOptions = {}) =>
  aDeployment({ users: theStaff(), mode: 'enforce', policy: AT_ONCE, ...options });

describe('a ledger that cannot be understood', () => {
  const aLedger = (change: object) => JSON.stringify({ ...emptyLedger(ACCOUNT.id), ...change });
  it.each<[string, text: string, message: string]>([
    ['that is no JSON', '{"version": 1, "acc', 'is not valid JSON'],
    ['that is a page of HTML', '<!DOCTYPE html>\n<html></html>', 'is not valid JSON'],
    ['that is empty', '', 'GetObject'],
    ['that is a blank', ' ', 'is not valid JSON'],
    ['with a key given twice', '{"version": 1, "version": 1}', 'version: the key is given twice'],
    ['of another account', ledgerText(emptyLedger('210987654321')), 'is that of account 210987654321'],
    ['of a version to come', aLedger({ version: 2 }), 'version: '],
    ['with a key nobody knows', aLedger({ colour: 'red' }), 'colour'],
    ['with a part left out', '{"version": 1}', 'accountId: '],
    ['with a date that is none', aLedger({ credentials: { x: { disabledAt: 'today' } } }), 'disabledAt: '],
    ['with an open run that nobody planned', aLedger({ open: { runId: 'x' } }), 'open.requestId: '],
  ])('%s halts the sweep, and stays as it is', async (_what, text, message) => {
    const deployment = await enforced();
    storeLedger(deployment.account, text);
    const run = await deployment.run();
    expect(run.ended).toBe('SweepHalted: ledger');
    expect(run.message).toContain(message);
    expect(run.message).not.toContain('\n');
    expect(run.message.endsWith(RECORD)).toBe(true);
    expect(deployment.writes()).toEqual([]);
    expect(deployment.digests()).toMatchObject([{ subject: expect.stringContaining('HALTED (ledger)') }]);
    expect(storedObject(deployment.account, LEDGER_KEY)).toMatchObject({ versions: [] });
  });

  it('halts a preview too, which would say what is not so', async () => {
    const deployment = await enforced();
    storeLedger(deployment.account, '{');
    expect(await deployment.run({ mode: 'dry-run' })).toMatchObject({ ended: 'SweepHalted: ledger' });
  });

  it.each<[string, Planned]>([
    ['a name that is empty', { ...ALICES_PASSWORD, userName: ' ' }],
    ['a name that is not the ARN’s', { ...ALICES_PASSWORD, userName: 'mallory' }],
    ['an ARN that is no user’s', { ...ALICES_PASSWORD, userArn: 'arn:aws:iam::123456789012:role/alice' }],
    ['a key id that is none', { ...BOBS_KEY, keyId: 'no id' }],
  ])(
    'with %s in the plan of a killed run halts, and keeps the plan until it is told',
    async (_what, planned) => {
      const deployment = await enforced();
      const ledger = openLedger({ planned: [planned] });
      storeLedger(deployment.account, ledger);
      for (const day of [0, 1]) {
        expect(await deployment.run(scheduledAt(NOW + day * DAY))).toMatchObject({
          ended: 'SweepHalted: ledger',
        });
        deployment.clock.advance(DAY);
      }
      expect(deployment.writes()).toEqual([]);
      expect(storedLedger(deployment.account).open).toEqual(ledger.open);
    },
  );
});

describe('a ledger that was deleted', () => {
  const deleteLedger = ({ account }: Deployment) =>
    account.buckets[RECORD_BUCKET]?.objects.delete(LEDGER_KEY);
  const next = async (deployment: Deployment, day: number) => {
    deployment.clock.advance(DAY);
    return deployment.run(scheduledAt(NOW + day * DAY));
  };

  it('halts every run until it is back, and says how to bring it back or begin anew', async () => {
    const deployment = await enforced({ policy: { ...AT_ONCE, noticeDays: 7 } });
    await deployment.run();
    const ledger = storedObject(deployment.account, LEDGER_KEY)?.body.toString() ?? '';
    deleteLedger(deployment);
    for (const day of [1, 2]) {
      const run = await next(deployment, day);
      expect(run.ended).toBe('SweepHalted: ledger');
      expect(run.message).toContain(
        `there is no ledger at s3://${RECORD_BUCKET}/${LEDGER_KEY}, although run 20261120T070000Z is on record, so it was deleted`,
      );
      expect(storedKeys(deployment.account)).not.toContain(LEDGER_KEY);
    }
    expect(deployment.writes()).toEqual([]);
    const mail = deployment.digests().at(-1)?.message ?? '';
    // As a shell joins the lines.
    const pasted = mail.replaceAll('\\\n', '').replaceAll(/ +/g, ' ');
    expect(pasted).toContain(
      [
        ` BUCKET=${RECORD_BUCKET}`,
        ` KEY=${LEDGER_KEY}`,
        " VERSION=$(aws s3api list-object-versions --bucket $BUCKET --prefix $KEY --query 'Versions[0].VersionId' --output text)",
        ' aws s3api copy-object --bucket $BUCKET --key $KEY --copy-source "$BUCKET/$KEY?versionId=$VERSION"',
      ].join('\n'),
    );
    const [, first = '', second = ''] = /printf '%s' '(.*?)' '(.*?)' \| aws s3 cp - s3:/.exec(pasted) ?? [];
    expect(JSON.parse(first + second)).toEqual(JSON.parse(ledgerText(emptyLedger(ACCOUNT.id))));

    storeLedger(deployment.account, ledger);
    deployment.clock.advance(4 * DAY);
    // The notice of the first day is remembered.
    expect(await next(deployment, 7)).toMatchObject({ ended: 'completed', counts: { disabled: 5 } });
  });

  it('halts a preview, too', async () => {
    const deployment = await enforced();
    await deployment.run();
    deleteLedger(deployment);
    expect(await deployment.run({ mode: 'dry-run' })).toMatchObject({ ended: 'SweepHalted: ledger' });
  });

  it('is found missing on whatever page the records are', async () => {
    const deployment = await enforced({ account: { pageSize: 2 } });
    for (let previews = 0; previews < 3; previews += 1) {
      await deployment.run({ mode: 'dry-run' });
      deployment.clock.advance(HOUR);
    }
    await deployment.run();
    deleteLedger(deployment);
    expect(await next(deployment, 1)).toMatchObject({ ended: 'SweepHalted: ledger' });
  });

  it.each<[string, Fault]>([
    ['denied', { error: { code: 'AccessDenied', status: 403 } }],
    ['a page of HTML', { html: true }],
    ['nothing', { emptyBody: true }],
  ])('may have been deleted where the records cannot be listed: %s', async (_what, fault) => {
    const deployment = await enforced();
    deployment.aws.faults.push({ action: 'ListObjectsV2', ...fault });
    expect(await deployment.run()).toMatchObject({ ended: 'SweepHalted: ledger' });
    expect(deployment.writes()).toEqual([]);
  });

  describe('is none where no run has had one, and the first run begins', () => {
    it.each<[string, (deployment: Deployment) => Promise<unknown>]>([
      ['after a preview', (deployment) => deployment.run({ mode: 'dry-run' })],
      [
        'after a run that was killed between its plan and the ledger',
        async ({ account }) => {
          const bucket = account.buckets[RECORD_BUCKET];
          if (bucket) storeObject(bucket, `${ACCOUNT.id}/runs/2026/11/19/20261119T070000Z/plan.json`, '{}');
        },
      ],
      [
        'after a run that could not read it',
        async (deployment) => {
          deployment.aws.faults.push({
            action: 'GetObject',
            times: 1,
            error: { code: 'AccessDenied', status: 403 },
          });
          expect(await deployment.run({})).toMatchObject({ ended: 'SweepHalted: ledger' });
        },
      ],
      [
        'after a run that could not open it',
        async (deployment) => {
          const error = { code: 'AccessDenied', status: 403 };
          deployment.aws.faults.push({ action: 'PutObject', key: 'ledger.json', times: 3, error });
          expect(await deployment.run({})).toMatchObject({ ended: 'SweepHalted: ledger' });
          deployment.aws.faults.length = 0;
        },
      ],
    ])('%s', async (_what, before) => {
      const deployment = await enforced();
      await before(deployment);
      expect(storedKeys(deployment.account)).not.toContain(LEDGER_KEY);
      expect(await next(deployment, 1)).toMatchObject({ ended: 'completed' });
    });
  });
});

describe('an instant of the ledger that lies in the future', () => {
  it.each(['disabledAt', 'restoredAt', 'announcedAt', 'passedOverAt'] as const)(
    '%s: that credential alone is unclear, and the entry is named',
    async (field) => {
      const deployment = await enforced();
      const id = `arn:aws:iam::${ACCOUNT.id}:user/alice@2024-01-01T00:00:00Z/password`;
      const credentials = { [id]: { [field]: NOW + DAY } };
      storeLedger(deployment.account, { ...emptyLedger(ACCOUNT.id), credentials });
      expect(await deployment.run()).toMatchObject({
        ended: 'completed',
        counts: { unclear: 1, disabled: 2 },
      });
      expect(deployment.writes()).not.toContain('alice DeleteLoginProfile');
      expect(deployment.digests()[0]?.message.replaceAll(/\s+/g, ' ')).toContain(
        `alice, password the ledger says ${field} 2026-11-21T07:00:00Z, which is in the future, in its entry ${id}`,
      );
    },
  );

  it('within a quarter of an hour is the difference of two clocks', async () => {
    const deployment = await enforced();
    const id = `arn:aws:iam::${ACCOUNT.id}:user/alice@2024-01-01T00:00:00Z/password`;
    const credentials = { [id]: { passedOverAt: NOW + 15 * MINUTE } };
    storeLedger(deployment.account, { ...emptyLedger(ACCOUNT.id), credentials });
    expect(await deployment.run()).toMatchObject({ counts: { disabled: 3 } });
  });

  it('of an open plan halts, because nobody can tell whether that run goes on', async () => {
    const deployment = await enforced();
    storeLedger(deployment.account, openLedger({ openedAt: NOW + DAY, planned: [BOBS_KEY] }));
    const run = await deployment.run();
    expect(run).toMatchObject({ ended: 'SweepHalted: ledger' });
    expect(run.message).toContain('began 2026-11-21T07:00:00Z, which is in the future');
  });
});

it('what an earlier run has disabled, and the report still shows, is listed', async () => {
  const deployment = await enforced();
  await deployment.run();
  deployment.clock.advance(HOUR);
  await deployment.run({});
  const mail = deployment.digests().at(-1)?.message ?? '';
  expect(mail).toContain('STALE, AND LEFT ALONE BY THIS RUN (3)');
  expect(mail.match(/an earlier run disabled it, or may have/g)).toHaveLength(3);
});

describe('a preview', () => {
  it('leaves the ledger as it is, byte by byte, and has records and a digest of its own', async () => {
    const deployment = await enforced({ policy: { ...AT_ONCE, noticeDays: 7 } });
    await deployment.invoke();
    const before = storedObject(deployment.account, LEDGER_KEY);
    deployment.clock.advance(7 * DAY);
    const run = await deployment.run({ mode: 'dry-run' });
    expect(run).toMatchObject({ ended: 'completed', counts: { wouldDisable: 5 } });
    expect(storedObject(deployment.account, LEDGER_KEY)).toEqual(before);
    expect(Object.keys(recordOf(deployment.account, run.answer?.runId ?? '')).toSorted()).toEqual([
      'digest.txt',
      'findings.csv',
      'plan.json',
      'result.json',
    ]);
    expect(deployment.digests()).toHaveLength(2);
  });

  it('of an account without a ledger makes none', async () => {
    const deployment = await enforced();
    await deployment.run({ mode: 'dry-run' });
    expect(storedKeys(deployment.account)).not.toContain(LEDGER_KEY);
  });

  it('does not wait for a run that is going on, nor take a killed one over, nor deliver what is pending', async () => {
    const pendingDigest = { runId: 'yesterday', subject: 'yesterday', body: 'told late', announces: {} };
    for (const openedAt of [NOW, NOW - HOUR]) {
      const deployment = await enforced();
      const ledger = { ...openLedger({ openedAt, planned: [BOBS_KEY] }), pendingDigest };
      storeLedger(deployment.account, ledger);
      expect(await deployment.run({ mode: 'dry-run' })).toMatchObject({ ended: 'completed' });
      expect(deployment.digests()).toHaveLength(1);
      expect(storedLedger(deployment.account)).toEqual(ledger);
    }
  });
});

it('every run is in the ledger as the last one, whatever became of it', async () => {
  for (const options of [{}, { mode: 'dry-run' }, { mode: 'maybe' }, { policy: '{' }]) {
    const deployment = await enforced(options);
    await deployment.run(SCHEDULED_EVENT);
    expect(storedLedger(deployment.account)).toMatchObject({
      open: null,
      lastRun: { runId: '20261120T070000Z' },
    });
  }
});
