import { HOUR, MINUTE } from '../../../lambda/domain/instant';
import { NOW } from '../../support/builders';
import { closeAll } from '../../support/clients';
import {
  aDeployment,
  type Deployment,
  type DeploymentOptions,
  RECORD_BUCKET,
  scheduledAt,
} from '../../support/deployment';
import { generateReport, storeObject } from '../../support/fake-aws';
import { ALICES_PASSWORD, BOBS_KEY, openLedger } from '../../support/open-ledger';
import { AT_ONCE, BOB_OLD_KEY, STALE_WRITES, theStaff } from '../../support/staff';
import { storedLedger, storeLedger } from '../../support/stored';

// What a run left behind that never came to its end; kills/ ends real ones.

afterEach(closeAll);

const enforced = (options: DeploymentOptions = {}) =>
  aDeployment({ users: theStaff(), mode: 'enforce', policy: AT_ONCE, ...options });
const told = (deployment: Deployment) =>
  deployment
    .digests()
    .at(-1)
    ?.message.replaceAll(/\s*\\?\s+/g, ' ') ?? '';

describe('a run that was killed', () => {
  const withoutPassword = ({ account }: Deployment) => account.users.forEach((user) => delete user.password);
  const afterAKill = async (options: DeploymentOptions = {}) => {
    const deployment = await enforced(options);
    storeLedger(deployment.account, openLedger({ planned: [ALICES_PASSWORD, BOBS_KEY] }));
    return deployment;
  };

  it('is looked up: what it did is told with the command that undoes it, and what it did not is done', async () => {
    const deployment = await afterAKill();
    // The report is that of the killed run, and still shows the password.
    generateReport(deployment.account, 20 * MINUTE);
    withoutPassword(deployment);
    expect(await deployment.run()).toMatchObject({ ended: 'completed', counts: { stale: 3, disabled: 2 } });
    expect(deployment.writes()).toEqual(STALE_WRITES.slice(1));
    expect(told(deployment)).toMatch(
      /DISABLED BY A RUN THAT DID NOT END \(1\).* alice, password is disabled aws iam create-login-profile --user-name alice/,
    );
    expect(storedLedger(deployment.account)).toMatchObject({ open: null, pendingDigest: null });
  });

  it('what it had planned and this run disables is marked: perhaps it is the second time', async () => {
    const deployment = await afterAKill();
    generateReport(deployment.account, 20 * MINUTE);
    await deployment.run();
    expect(told(deployment)).toMatch(
      / DISABLED \(3\).* bob, access key [^)]*\) unused .* A run that did not end had planned it, too\. .* aws iam/,
    );
  });

  it('a quiet mail does not hide what it did: the subject counts it', async () => {
    const deployment = await enforced({ mode: 'dry-run' });
    storeLedger(deployment.account, openLedger({ planned: [ALICES_PASSWORD] }));
    withoutPassword(deployment);
    await deployment.run();
    expect(deployment.digests().at(-1)?.subject).toContain('dry-run: 1 disabled by a run that did not end');
  });

  it('a preview by hand names it, and where what it did stands', async () => {
    const deployment = await afterAKill();
    generateReport(deployment.account, 20 * MINUTE);
    withoutPassword(deployment);
    await deployment.run({ mode: 'dry-run' });
    expect(told(deployment)).toMatch(/Run \S+ has not ended, or was stopped\..* under ALREADY GONE here, /);
    expect(told(deployment)).toMatch(/ALREADY GONE \(1\).* alice, password/);
  });

  it('is not taken for disabled before a report that was written while it went on', async () => {
    const deployment = await afterAKill();
    // The plan was opened 15 minutes ago, the password deleted some time after that: not brought back by anybody.
    generateReport(deployment.account, 8 * MINUTE);
    withoutPassword(deployment);
    const run = await deployment.run();
    expect(told(deployment)).not.toContain('ENABLED AGAIN');
    expect(run.counts).not.toHaveProperty('held');
  });

  it('what cannot be looked up may have been done: it is told, with the command that would undo it', async () => {
    const deployment = await afterAKill();
    const denied = { code: 'AccessDenied', status: 403 };
    deployment.aws.faults.push({ action: 'ListAccessKeys', user: 'bob', times: 1, error: denied });
    await deployment.run();
    expect(told(deployment)).toMatch(
      new RegExp(
        `DID NOT END \\(1\\).* bob, access key .* may have been disabled; .*AccessDenied.*--access-key-id ${BOB_OLD_KEY} --status Active`,
      ),
    );
  });

  it('counts against the limits from when it began', async () => {
    const limits = { ...AT_ONCE.limits, maxDisabledPerDay: 2 };
    const deployment = await afterAKill({ policy: { ...AT_ONCE, limits } });
    withoutPassword(deployment);
    for (const user of deployment.account.users) {
      for (const key of user.keys) if (key.id === BOB_OLD_KEY) key.status = 'Inactive';
    }
    expect((await deployment.run()).counts).not.toMatchObject({ disabled: expect.anything() });
    expect(deployment.writes()).toEqual([]);
  });

  it.each<[string, DeploymentOptions]>([
    ['in dry-run', { mode: 'dry-run' }],
    ['although the sweep is halted', { mode: 'maybe' }],
  ])('is told %s', async (_when, options) => {
    const deployment = await afterAKill(options);
    withoutPassword(deployment);
    await deployment.run();
    expect(told(deployment)).toMatch(/DISABLED BY A RUN THAT DID NOT END \(1\).* alice, password/);
    expect(storedLedger(deployment.account).open).toBeNull();
  });
});

describe('two runs that were killed, one after the other', () => {
  /** The first had planned both, had said that both were done, and somebody has enabled bob's key again. */
  async function twoKills() {
    const deployment = await enforced();
    const { account } = deployment;
    const first = openLedger({ planned: [ALICES_PASSWORD, BOBS_KEY] });
    const { runId } = first.open ?? { runId: '' };
    storeLedger(account, {
      ...first,
      open: first.open && {
        ...first.open,
        runId: '20261120T060000Z',
        earlier: [runId],
        openedAt: NOW - HOUR,
      },
    });
    account.users.forEach((user) => delete user.password);
    return { ...deployment, runId };
  }

  it('are both named, and all that was planned is looked up and told', async () => {
    const deployment = await twoKills();
    await deployment.run();
    const names = `Runs ${deployment.runId} and 20261120T060000Z did not report what they did.`;
    expect(told(deployment)).toContain(`${names} They had planned to disable 2 credentials.`);
    expect(deployment.digests().at(-1)?.subject).toMatch(
      /enforce: 1 disabled by a run that did not end, 2 disabled/,
    );
    expect(told(deployment)).toMatch(
      /DISABLED BY A RUN THAT DID NOT END \(1\) Runs .* alice, password is disabled/,
    );
    expect(storedLedger(deployment.account).open).toBeNull();
  });

  it('and what the first says it disabled, and is enabled, is told as enabled again', async () => {
    const deployment = await twoKills();
    const { id } = BOBS_KEY;
    const record = JSON.stringify({ version: 1, outcomes: [{ id, outcome: 'disabled' }] });
    const folder = deployment.runId.replace(/^(....)(..)(..)T.*$/, '$1/$2/$3');
    const key = `${deployment.account.id}/runs/${folder}/${deployment.runId}/result.json`;
    const bucket = deployment.account.buckets[RECORD_BUCKET];
    if (bucket) storeObject(bucket, key, record);
    await deployment.run();
    expect(told(deployment)).toMatch(/bob, access key .* was disabled, and somebody has enabled it again/);
    expect(deployment.writes().filter((write) => write.includes(BOB_OLD_KEY))).toEqual([]);
  });

  it('leave both plans in the ledger, for the run that reports them', async () => {
    // The first ends both of alice's and dies; the second dies before it writes anything. A dead run never goes on.
    const never = new Promise<never>(() => {});
    let round = 1;
    let reached = () => {};
    const deployment = await enforced({
      ports: ({ writer }) => ({
        writer: {
          disable: async (target) => {
            if (round === 3) return (await writer?.disable(target)) ?? never;
            if (round === 1 && target.user.name === 'bob') return never;
            if (round === 1) await writer?.disable(target);
            if (round === 2 || target.kind === 'accessKey') reached();
            return round === 1 && target.kind === 'password' ? { kind: 'accepted' } : never;
          },
        },
      }),
    });
    const { clock } = deployment;
    for (const minutes of [0, 20]) {
      clock.advance(NOW + minutes * MINUTE - clock.now());
      await new Promise<void>((resolve) => {
        reached = resolve;
        void deployment.run(scheduledAt(clock.now()));
      });
      round += 1;
    }
    expect(storedLedger(deployment.account).open).toMatchObject({
      runId: '20261120T072000Z',
      earlier: ['20261120T070000Z'],
    });
    clock.advance(NOW + 40 * MINUTE - clock.now());
    await deployment.run(scheduledAt(clock.now()));
    expect(told(deployment)).toMatch(
      /Runs 20261120T070000Z and 20261120T072000Z did not report what they did\..*DID NOT END \(2\).* alice, password is disabled.* alice, access key .* is disabled/,
    );
    expect(deployment.writes()).toEqual(STALE_WRITES);
  });
});
