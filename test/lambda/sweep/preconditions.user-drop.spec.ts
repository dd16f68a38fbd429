import { DAY } from '../../../lambda/domain/instant';
import { NOW } from '../../support/builders';
import { closeAll } from '../../support/clients';
import { aDeployment, MODE_PARAMETER, scheduledAt } from '../../support/deployment';
import { aUser, type FakeUser, type Fault } from '../../support/fake-aws';
import { AT_ONCE, theStaff, WITHOUT_POLICIES } from '../../support/staff';

// A report may be cut short in a way that shows nowhere but in the number of its users.

afterEach(closeAll);

const crowd = (count: number) =>
  Array.from({ length: count }, (_, index) => aUser({ name: `user-${index}` }));

/** IAM serves a report without its last rows on the second day. */
async function cutShort(before: number, after: number) {
  const deployment = await aDeployment({ users: crowd(before), policy: AT_ONCE });
  await deployment.run();
  deployment.clock.advance(DAY);
  const { report } = deployment.account;
  deployment.aws.faults.push({
    action: 'GetCredentialReport',
    run: () => {
      const lines = report.current?.content.trimEnd().split('\n') ?? [];
      // The header, the root user's row, and so many users.
      report.override = lines.slice(0, 2 + after).join('\n');
    },
  });
  return deployment;
}

describe('a report with far fewer users than the last one', () => {
  it.each<[string, before: number, after: number, halted: boolean]>([
    ['6 of 10 are missing', 10, 4, true],
    ['5 of 10 are missing, which is not over five', 10, 5, false],
    ['6 of 30 are missing, which is not over a fifth', 30, 24, false],
    ['7 of 30 are missing', 30, 23, true],
    ['all of 2 are missing', 2, 0, true],
  ])('halts as long as users exist who have no row: %s', async (_what, before, after, halted) => {
    const deployment = await cutShort(before, after);
    const ended = halted ? 'SweepHalted: user-drop' : 'completed';
    expect(await deployment.run(scheduledAt(NOW + DAY))).toMatchObject({ ended });
    deployment.clock.advance(DAY);
    expect(await deployment.run(scheduledAt(NOW + 2 * DAY))).toMatchObject({ ended });
    deployment.aws.faults.length = 0;
    delete deployment.account.report.override;
    deployment.clock.advance(DAY);
    expect(await deployment.run(scheduledAt(NOW + 3 * DAY))).toMatchObject({ ended: 'completed' });
  });

  it('says how many, and who', async () => {
    const deployment = await cutShort(10, 4);
    expect((await deployment.run(scheduledAt(NOW + DAY))).message).toContain(
      'the credential report has 4 users, and the last one had 10; 6 users who existed before it have no row, such as arn:aws:iam::123456789012:user/user-4',
    );
  });

  it.each([
    ['users who were deleted', (users: FakeUser[]) => users.splice(4)],
    [
      'users who were deleted, and one who was made after the report',
      (users: FakeUser[]) => users.splice(3, users.length, aUser({ name: 'new', createdAt: NOW + DAY })),
    ],
  ])('goes on without %s', async (_who, change) => {
    const users = crowd(10);
    const deployment = await aDeployment({ users, policy: { ...AT_ONCE, checks: WITHOUT_POLICIES } });
    await deployment.run();
    deployment.clock.advance(DAY);
    change(users);
    expect(await deployment.run(scheduledAt(NOW + DAY))).toMatchObject({ ended: 'completed' });
    expect(deployment.calls()).toMatchObject({ GetAccountAuthorizationDetails: 1 });
  });

  it('goes on day by day where a secrets engine makes users and takes them back', async () => {
    const users = crowd(40);
    const deployment = await aDeployment({ users, policy: AT_ONCE });
    for (const [day, leased] of [20, 3, 19, 2, 21, 4].entries()) {
      users.splice(
        20,
        users.length,
        ...crowd(leased).map((user) => ({ ...user, name: `${user.name}-${day}` })),
      );
      expect(await deployment.run(scheduledAt(NOW + day * DAY))).toMatchObject({ ended: 'completed' });
      deployment.clock.advance(DAY);
    }
  });

  it.each<[string, Fault, message: string, advice: string]>([
    [
      'denied',
      { error: { code: 'AccessDenied', status: 403, message: 'no' } },
      'whether they still exist is not known: GetAccountAuthorizationDetails failed: AccessDenied: no',
      'service control policy (SCP)',
    ],
    ['odd', { html: true }, 'returned an unexpected response', 'the next run continues'],
  ])('halts once where the users cannot be listed: %s', async (_what, fault, message, advice) => {
    const users = [...theStaff(), ...crowd(8)];
    const deployment = await aDeployment({ users, mode: 'dry-run', policy: AT_ONCE });
    await deployment.run();
    users.splice(4);
    deployment.account.parameters[MODE_PARAMETER] = { value: 'enforce', version: 2 };
    deployment.clock.advance(DAY);
    deployment.aws.faults.push({ action: 'GetAccountAuthorizationDetails', times: 1, ...fault });
    const run = await deployment.run(scheduledAt(NOW + DAY));
    expect(run.ended).toBe('SweepHalted: user-drop');
    expect(run.message).toContain(message);
    expect(deployment.digests().at(-1)?.message.replaceAll(/\s+/g, ' ')).toContain(advice);
    expect(deployment.writes()).toEqual([]);
    deployment.clock.advance(DAY);
    expect(await deployment.run(scheduledAt(NOW + 2 * DAY))).toMatchObject({ counts: { disabled: 5 } });
  });
});
