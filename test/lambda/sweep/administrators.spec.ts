import { daysAgo } from '../../support/builders';
import { closeAll } from '../../support/clients';
import { aDeployment, type DeploymentOptions } from '../../support/deployment';
import { aUser, type FakeUser } from '../../support/fake-aws';
import { recordOf } from '../../support/stored';
import { sectionsOf, unwrapped } from '../domain/digest/run-reports';

afterEach(closeAll);

const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
const OF_SERVICE = 'arn:aws:iam::123456789012:policy/of-a-service';

/** The run of SCHEDULED_EVENT. */
const RUN = '20261120T070000Z';

const aPerson = (name: string, unusedDays: number, more: Partial<FakeUser> = {}) =>
  aUser({
    name,
    password: { createdAt: daysAgo(300) },
    passwordLastUsedAt: daysAgo(unusedDays),
    ...more,
  });
/** The administrator is unused for a shorter time than the others. */
const people = (administrators: boolean) => [
  aPerson('anna', 90),
  aPerson('bert', 80),
  aPerson('root-like', 50, administrators ? { groups: ['admins'] } : { attachedPolicies: [OF_SERVICE] }),
];
const groups = [{ name: 'admins', attachedPolicies: [ADMINISTRATOR] }];

async function swept({
  administrators = true,
  ...options
}: DeploymentOptions & { administrators?: boolean } = {}) {
  const deployment = await aDeployment({ users: people(administrators), account: { groups }, ...options });
  const run = async () => {
    await deployment.run();
    const { message = '' } = deployment.digests().at(-1) ?? {};
    const onNotice = [...sectionsOf(message)].find(([title]) => title.startsWith('ON NOTICE'))?.[1] ?? '';
    return { onNotice, text: unwrapped(onNotice), writes: deployment.writes(), deployment };
  };
  return { ...deployment, sweep: run };
}
const orderIn = (section: string) =>
  [...section.matchAll(/^ {4}(\S+, password.*)$/gm)].map(([, line]) => line);

it('an administrator by a group stands first within the day, and is marked', async () => {
  const { sweep } = await swept();
  const { onNotice, text } = await sweep();
  expect(orderIn(onNotice)).toEqual([
    'root-like, password, administrator',
    'anna, password',
    'bert, password',
  ]);
  expect(text).not.toContain('not known today');
});

describe('the mark changes no judgement, no plan and no limit', () => {
  const limits = { maxDisabledPerDay: 1, maxDisabledPercent: 100, onExceed: 'oldest-first' };
  it.each([true, false])('the oldest goes first, with an administrator: %s', async (administrators) => {
    const { sweep, account } = await swept({
      administrators,
      mode: 'enforce',
      policy: { noticeDays: 0, limits },
    });
    expect((await sweep()).writes).toEqual(['anna DeleteLoginProfile']);
    const { 'result.json': record = '' } = recordOf(account, RUN);
    expect(record).not.toContain('"administrator"');
  });

  it('an administrator that is disabled is marked in the mail and in result.json', async () => {
    const policy = { noticeDays: 0, limits: { ...limits, maxDisabledPerDay: 3 } };
    const deployment = await swept({ mode: 'enforce', policy });
    await deployment.sweep();
    expect(deployment.digests().at(-1)?.message).toContain('\n  root-like, password, administrator\n');
    expect(recordOf(deployment.account, RUN)['result.json']?.match(/"administrator": true/g)).toHaveLength(1);
  });
});

describe('where it is not known, nobody is marked, and the mail says why', () => {
  it('the policies could not be read', async () => {
    // With more people on notice, the run would need the same call for the verdicts.
    const { sweep, aws } = await swept({ users: people(true).slice(2) });
    const error = { code: 'AccessDenied', status: 403, message: 'no' };
    aws.faults.push({ action: 'GetAccountAuthorizationDetails', error });
    const { onNotice, text } = await sweep();
    expect(orderIn(onNotice)).toEqual(['root-like, password']);
    expect(text).toContain(
      'Whether 1 user of these is an administrator is not known today: GetAccountAuthorizationDetails failed: AccessDenied: no.',
    );
  });

  it('a document of one user is not understood', async () => {
    const account = { groups, documents: { [OF_SERVICE]: '{' } };
    const { onNotice, text } = await (await swept({ administrators: false, account })).sweep();
    expect(orderIn(onNotice)).toEqual(['anna, password', 'bert, password', 'root-like, password']);
    expect(text).toContain(
      'Whether 1 user of these is an administrator is not known today: policy of-a-service: ',
    );
  });

  it('the policy turns off the checks that read them', async () => {
    const checks = { adminUsers: false, directPolicies: false, quarantined: false };
    const { onNotice, text } = await (await swept({ policy: { checks } })).sweep();
    expect(orderIn(onNotice)).toEqual(['anna, password', 'bert, password', 'root-like, password']);
    expect(text).toContain("not known today: no account check that is on reads the users' policies.");
  });
});
