import { ACCOUNT as CENTRAL } from '../shell';
import { EmulatedOrganization } from './emulated-organization';
import { MANAGEMENT, ROOT } from './names';
import { active, stale } from './people';
import { organizationText, policyText } from './settings';
import { makeTrail } from './surroundings';

const WORKLOADS = 'ou-ab12-workload1';
const SANDBOX = 'ou-ab12-sandbox01';

const ids = Array.from({ length: 32 }, (_, index) => String(200_000_000_001 + index));
export const [
  SUSPENDED = '',
  EXCLUDED = '',
  JOINED = '',
  LATE = '',
  THROTTLED = '',
  NO_ROLE = '',
  LOST = '',
  WITH_TRAIL = '',
  WITH_LOCK = '',
] = ids;
/** Each has a password and a key that are stale; the first account's are the oldest. */
export const ACTED = ids.slice(20, 25);

/** The classes that no scene changes. */
export const ALWAYS = { [SUSPENDED]: 'suspended', [EXCLUDED]: 'excluded', [MANAGEMENT]: 'excluded' };

/** An organization of 34 accounts with a deployment. Five enforce, and two credentials may go in a day. */
export class Scene {
  private begun: EmulatedOrganization | undefined;
  /** The ids of the keys by account and user. */
  keys: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {};

  get organization(): EmulatedOrganization {
    if (!this.begun) throw new Error('the organization is not there yet');
    return this.begun;
  }

  async begin(python: string): Promise<EmulatedOrganization> {
    const units = { [WORKLOADS]: ROOT, [SANDBOX]: ROOT };
    const organization = await EmulatedOrganization.start(python, units, (clock) =>
      ids
        .filter((id) => id !== JOINED)
        .map((id, index) => ({
          id,
          name: `account-${index}`,
          unit: ACTED.includes(id) ? SANDBOX : WORKLOADS,
          joined: clock.daysAgo(700 - index),
        })),
    );
    this.begun = organization;
    await organization.deploy();
    const { clock, controls } = organization;
    await controls.join([{ id: JOINED, name: 'newcomer', unit: WORKLOADS, joined: clock.daysAgo(1 / 36) }]);
    this.keys = await controls.hire(
      Object.fromEntries(
        [CENTRAL, ...ids].map((id) => [
          id,
          {
            active: active(clock),
            ...(ACTED.includes(id) && { stale: stale(clock, 200 - 10 * ACTED.indexOf(id)) }),
          },
        ]),
      ),
    );
    await organization.set('policy', policyText({ noticeDays: 1 }));
    await organization.set(
      'organization',
      organizationText({ excluded: [MANAGEMENT, EXCLUDED], enforce: [SANDBOX], limit: 2 }),
    );
    await controls.close(SUSPENDED);
    await makeTrail(organization, WITH_TRAIL);
    return organization;
  }

  async end(): Promise<void> {
    await this.begun?.stop();
  }

  /** What is still active of the stale credentials, oldest account first. */
  async stillActive(): Promise<string[]> {
    const left: string[] = [];
    for (const id of ACTED) {
      const isActive = await this.organization.activeIn(id);
      for (const each of ['stale', ...(this.keys[id]?.['stale'] ?? [])])
        if (isActive[each]) left.push(`${id} ${each}`);
    }
    return left;
  }
}

/** Checks what holds for every run. @returns the classes of a run that are not `completed` */
export async function addsUp(
  { organization: { records } }: Scene,
  { runId, status }: { readonly runId: string; readonly status: string },
): Promise<Record<string, string>> {
  const classes = await records.classes(runId);
  expect(Object.keys(classes).toSorted()).toEqual([MANAGEMENT, CENTRAL, ...ids].toSorted());
  const counts = await records.coverage(runId);
  const covered = counts.completed === 34 - counts.suspended - counts.excluded;
  expect({ runId, status }).toEqual({ runId, status: covered ? 'SUCCEEDED' : 'FAILED' });
  expect(await records.result(runId)).toMatchObject({ coverage: counts });
  return Object.fromEntries(Object.entries(classes).filter(([, each]) => each !== 'completed'));
}
