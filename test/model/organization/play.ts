import { DAY, MINUTE } from '../../../lambda/domain/instant';
import { FIRST_DAY } from '../play';
import { happenIn } from './happen';
import { type Executing, HEALTHY, type OrganizationDay, type OrganizationHistory } from './history';
import { execute, inputOf } from './machine';
import type { OrganizationProgram } from './program';
import { addMember, anOrganizationWorld, noteTruth, type OrganizationWorld } from './world';

/** So many days without a fault end every history: what is pending is told by then. */
const HEALTHY_DAYS = 2;

/** The world after a history, with its journal. */
export async function playOrganization(
  history: OrganizationHistory,
  program: OrganizationProgram,
): Promise<OrganizationWorld> {
  const world = anOrganizationWorld(FIRST_DAY, history);
  for (const member of history.members) addMember(world, member);
  noteTruth(world);
  for (const [index, day] of history.days.entries()) await live(world, index, day, program);
  // The world heals: somebody listens, and SNS takes mails.
  world.now = Math.max(world.now, FIRST_DAY + history.days.length * DAY);
  happenIn(world, { kind: 'subscriptions', of: ['email', 'sqs'] });
  happenIn(world, { kind: 'topic', isDown: false });
  for (let day = 0; day < HEALTHY_DAYS; day += 1) {
    await live(world, history.days.length + day, { events: [], executions: [HEALTHY] }, program);
  }
  return world;
}

/** Everything of one day, in the order of its minutes; what lasts pushes the rest back. */
async function live(
  world: OrganizationWorld,
  index: number,
  { events, executions }: OrganizationDay,
  program: OrganizationProgram,
): Promise<void> {
  const agenda = [
    ...events.map(({ minute, event }) => ({ minute, act: async () => happenIn(world, event) })),
    ...executions.map((executing) => ({
      minute: executing.minute,
      act: () => begin(world, executing, program),
    })),
  ].toSorted((one, other) => one.minute - other.minute);
  for (const { minute, act } of agenda) {
    world.now = Math.max(world.now + 1000, FIRST_DAY + index * DAY + minute * MINUTE);
    await act();
  }
}

async function begin(
  world: OrganizationWorld,
  executing: Executing,
  program: OrganizationProgram,
): Promise<void> {
  const input = inputOf(world, executing);
  await execute(world, program, { ...executing, input });
  const { duplicateAfter, kind } = executing;
  if (duplicateAfter === undefined) return;
  world.now += duplicateAfter * MINUTE;
  await execute(world, program, { ...HEALTHY, kind, input });
}
