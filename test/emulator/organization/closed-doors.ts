import { ACCOUNT as CENTRAL } from '../shell';
import { denied, ofOthers, unused } from './audit';
import { ACTED, type Scene } from './scene';
import { disableIn, enterAs, writeAs } from './sessions';

/** What the roles were asked for after all scenes, and what they do not let anybody do. */
export function closedDoors(scene: Scene): void {
  test('in all these days, IAM denied nothing to the functions', async () => {
    expect(denied(await scene.organization.controls.audit())).toEqual([]);
  });

  test("and the account function asked for no other account's records than those of the account in hand", async () => {
    expect(ofOthers(await scene.organization.controls.audit())).toEqual([]);
  });

  test('and each permission was used', async () => {
    expect(unused(await scene.organization.controls.audit())).toEqual([]);
  });

  test('a session that judges cannot write, even if our code tried; one that acts can', async () => {
    const [account = ''] = ACTED;
    const [key = ''] = scene.keys[account]?.['active'] ?? [];
    const target = { account, user: 'active', key };
    await expect(disableIn(scene.organization, { ...target, access: 'judge' })).rejects.toThrow(
      'not authorized to perform: iam:UpdateAccessKey',
    );
    expect(await scene.organization.activeIn(account)).toMatchObject({ [key]: true });
    await disableIn(scene.organization, { ...target, access: 'act' });
    expect(await scene.organization.activeIn(account)).toMatchObject({ [key]: false });
  });

  test('the coordinator gets into no account', async () => {
    await expect(enterAs(scene.organization, 'coordinator', ACTED[0] ?? '')).rejects.toThrow('AccessDenied');
  });

  test.each([
    ['account', 'organization/ledger.json'],
    ['coordinator', `${CENTRAL}/ledger.json`],
  ] as const)("the %s function's role does not write %s, which it reads", async (role, key) => {
    const { RecordBucketName: bucket } = scene.organization.outputs;
    await expect(writeAs(scene.organization, role, { bucket, key })).rejects.toThrow(/not authorized/);
  });
}
