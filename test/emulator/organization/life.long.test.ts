import { commandIn, NO_MAIL, section } from '../digest-mail';
import { remainsIn } from '../remains';
import { ACCOUNT as CENTRAL } from '../shell';
import { denied, ofOthers } from './audit';
import { EmulatedOrganization } from './emulated-organization';
import { MANAGEMENT, ROOT } from './names';
import { active, administrator, stale } from './people';
import { describeOnMoto } from './possible';
import { organizationText, policyText } from './settings';

// The life of an organization's deployment, day by day. Each step depends on the earlier ones.

jest.setTimeout(180_000);

const WORKLOADS = 'ou-ab12-workload1';
const SANDBOX = 'ou-ab12-sandbox01';

/** For how many days each account's password is unused; its key is for three days less. */
const UNUSED: Readonly<Record<string, number>> = {
  '200000000001': 150,
  '200000000002': 200,
  '200000000003': 170,
  '200000000004': 195,
  '200000000005': 160,
};
const SANDBOXES = Object.keys(UNUSED);
/** In another OU, and stale for longer than all of them. */
const WORKLOAD = '200000000009';
const [, SECOND = '', THIRD = '', FOURTH = ''] = SANDBOXES;

describeOnMoto('the life of an organization', (python) => {
  let organization: EmulatedOrganization;
  let keys: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** The mail of day 9. */
  let disabled = NO_MAIL;

  beforeAll(async () => {
    organization = await EmulatedOrganization.start(python, { [WORKLOADS]: ROOT, [SANDBOX]: ROOT }, (clock) =>
      [...SANDBOXES, WORKLOAD].map((id) => ({
        id,
        name: `team-${id.at(-1)}`,
        unit: id === WORKLOAD ? WORKLOADS : SANDBOX,
        joined: clock.daysAgo(400),
      })),
    );
    const { clock, controls } = organization;
    const everywhere = { active: active(clock), admin: administrator(clock) };
    keys = await controls.hire({
      [MANAGEMENT]: everywhere,
      [CENTRAL]: everywhere,
      [WORKLOAD]: { ...everywhere, stale: stale(clock, 300) },
      ...Object.fromEntries(
        Object.entries(UNUSED).map(([id, days]) => [id, { ...everywhere, stale: stale(clock, days) }]),
      ),
    });
  });
  afterAll(async () => {
    await organization?.stop();
  });

  const staleKey = (account: string) => keys[account]?.['stale']?.[0] ?? '';
  const adminKey = (account: string) => keys[account]?.['admin']?.[0] ?? '';

  /** Of each account that has lost something: what is not active any more. */
  async function inactive(): Promise<Record<string, string[]>> {
    const found: Record<string, string[]> = {};
    for (const account of [MANAGEMENT, CENTRAL, WORKLOAD, ...SANDBOXES]) {
      const isActive = await organization.activeIn(account);
      const gone = ['stale', staleKey(account)].filter((each) => isActive[each] === false);
      if (gone.length > 0) found[account] = gone.map((each) => (each === 'stale' ? 'password' : 'key'));
      expect(isActive).toMatchObject(
        Object.fromEntries(['active', 'admin'].map((name) => [keys[account]?.[name]?.[0], true])),
      );
    }
    return found;
  }

  test('cdk deploy brings the role to every member, and the management account deploys its own', async () => {
    await organization.deploy();
    const first = await organization.run(0);
    expect(first).toMatchObject({ status: 'FAILED', error: 'OrganizationNotCovered' });
    expect(await organization.records.classes(first.runId)).toMatchObject({
      [MANAGEMENT]: 'unreachable',
      [CENTRAL]: 'completed',
    });
    await organization.deployMember(adminKey(MANAGEMENT));
  });

  test('day 1 and a week more, in dry-run: green, announced, and nobody is acted on', async () => {
    await organization.set('policy', policyText({ noticeDays: 7 }));
    for (let day = 1; day <= 8; day += 1) {
      const { status, mails, runId } = await organization.run(day);
      expect({ day, status, mails: mails.length }).toEqual({ day, status: 'SUCCEEDED', mails: 1 });
      expect(await organization.records.coverage(runId)).toMatchObject({ completed: 8 });
    }
    expect(await inactive()).toEqual({});
  });

  test('day 9: enforce for one OU; of ten that are due the three oldest go', async () => {
    await organization.set('mode', 'enforce');
    await organization.set('organization', organizationText({ enforce: [SANDBOX], limit: 3 }));
    const { status, mails, runId } = await organization.run(9);
    expect(status).toBe('SUCCEEDED');
    expect(await inactive()).toEqual({ [SECOND]: ['password', 'key'], [FOURTH]: ['password'] });
    expect(mails).toHaveLength(1);
    [disabled = NO_MAIL] = mails;
    expect(disabled.subject).toContain('3 disabled');
    expect(await organization.records.json(await keyOf(SECOND, runId, 'told.json'))).toMatchObject({ runId });
  });

  async function keyOf(account: string, runId: string, name: string): Promise<string> {
    const all = await organization.records.keys();
    return all.find((key) => key.startsWith(`${account}/`) && key.endsWith(`/${runId}/${name}`)) ?? '';
  }

  test("day 9, later: the digest's own command brings a key back, and the next run leaves it alone", async () => {
    const printed = commandIn(disabled, 'aws iam update-access-key');
    await organization.shell.as(adminKey(SECOND)).aws(printed);
    expect(await inactive()).toEqual({ [SECOND]: ['password'], [FOURTH]: ['password'] });
    const next = await organization.run(10);
    expect(next.status).toBe('SUCCEEDED');
    expect(section(next.mails[0] ?? NO_MAIL, 'ENABLED AGAIN BY SOMEBODY (1)')).toContain(SECOND);
    // The fourth account's key, and the third's two.
    expect(await inactive()).toEqual({
      [SECOND]: ['password'],
      [THIRD]: ['password', 'key'],
      [FOURTH]: ['password', 'key'],
    });
  });

  test('day 11: an account has left the OU, and is not acted on any more', async () => {
    const [leaver = '', , , , last = ''] = SANDBOXES;
    await organization.controls.move(leaver, SANDBOX, WORKLOADS);
    const before = await inactive();
    const { status, mails } = await organization.run(11);
    expect(status).toBe('SUCCEEDED');
    expect(await inactive()).toEqual({ ...before, [last]: ['password', 'key'] });
    expect(mails[0]?.body).toContain(leaver);
  });

  test('IAM denied nothing to the functions', async () => {
    expect(denied(await organization.controls.audit())).toEqual([]);
  });

  test("the account function left other accounts' records alone", async () => {
    expect(ofOthers(await organization.controls.audit())).toEqual([]);
  });

  test('no account’s session asked for what is in another account', async () => {
    const { requests } = await organization.controls.audit();
    const members = requests.filter(({ role }) => role.endsWith('/iam-lapse-member'));
    expect(new Set(members.map(({ role }) => role.split(':')[4]))).toEqual(
      new Set([MANAGEMENT, CENTRAL, WORKLOAD, ...SANDBOXES]),
    );
    const elsewhere = members.filter(({ role, resource }) => {
      const owner = resource.split(':')[4];
      return owner !== undefined && owner !== role.split(':')[4];
    });
    expect(elsewhere).toEqual([]);
  });

  test('cdk destroy takes the deployment and the members’ roles away, and leaves the records', async () => {
    const kept = await organization.records.keys();
    const { records } = organization;
    const before = await remainsIn(organization);
    expect(Object.entries(before).filter(([, names]) => names.length === 0)).toEqual([]);
    expect(before.parameters).toHaveLength(3);
    await organization.destroy();
    expect(await remainsIn(organization)).toEqual({
      functions: [],
      rules: [],
      topics: [],
      parameters: [],
      roles: [],
      logGroups: [],
      buckets: [records.bucket],
      keys: before.keys,
    });
    expect(await records.keys()).toEqual(kept);
    const roles = await organization.rolesIn([CENTRAL, MANAGEMENT, WORKLOAD, ...SANDBOXES]);
    // The management account deployed its own.
    expect(roles).toEqual({ [MANAGEMENT]: ['iam-lapse-member'] });
  });
});
