import { DAY } from '../../../lambda/domain/instant';
import { NOW } from '../../support/builders';
import { closeAll } from '../../support/clients';
import { aDeployment, type DeploymentOptions, MODE_PARAMETER, scheduledAt } from '../../support/deployment';
import { aUser } from '../../support/fake-aws';
import { AT_ONCE, theStaff } from '../../support/staff';

// A report may be cut short in a way that shows nowhere but in the number of its users.

afterEach(closeAll);

const enforced = (options: DeploymentOptions = {}) =>
  aDeployment({ users: theStaff(), mode: 'enforce', policy: AT_ONCE, ...options });

describe('a report with far fewer users than the last one', () => {
  const crowd = (count: number) =>
    Array.from({ length: count }, (_, index) => aUser({ name: `user-${index}` }));

  it.each<[string, before: number, after: number, halted: boolean]>([
    ['6 of 10 are missing', 10, 4, true],
    ['5 of 10 are missing, which is not over five', 10, 5, false],
    ['6 of 30 are missing, which is not over a fifth', 30, 24, false],
    ['7 of 30 are missing', 30, 23, true],
    ['all of 2 are missing', 2, 0, true],
  ])('halts once where %s', async (_what, before, after, halted) => {
    const users = crowd(before);
    const deployment = await aDeployment({ users, policy: AT_ONCE });
    await deployment.run();
    users.splice(after);
    deployment.clock.advance(DAY);
    const ended = halted ? 'SweepHalted: user-drop' : 'completed';
    expect(await deployment.run(scheduledAt(NOW + DAY))).toMatchObject({ ended });
    deployment.clock.advance(DAY);
    expect(await deployment.run(scheduledAt(NOW + 2 * DAY))).toMatchObject({ ended: 'completed' });
  });

  it('touches nothing on that day, and says both numbers', async () => {
    const users = [...theStaff(), ...crowd(8)];
    const deployment = await enforced({ users, mode: 'dry-run' });
    await deployment.run();
    users.splice(4);
    deployment.account.parameters[MODE_PARAMETER] = { value: 'enforce', version: 2 };
    deployment.clock.advance(DAY);
    expect(await deployment.run(scheduledAt(NOW + DAY))).toMatchObject({
      ended: 'SweepHalted: user-drop',
      message: expect.stringContaining('the credential report has 4 users, and the last one had 12'),
    });
    expect(deployment.writes()).toEqual([]);
    deployment.clock.advance(DAY);
    expect(await deployment.run(scheduledAt(NOW + 2 * DAY))).toMatchObject({ counts: { disabled: 5 } });
  });
});
