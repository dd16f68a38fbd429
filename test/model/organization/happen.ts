import { happen } from '../people';
import type { OrganizationEvent } from './history';
import { addMember, noteTruth, type OrganizationWorld } from './world';

/** Lets it happen now, if it can, and writes it down. */
export function happenIn(world: OrganizationWorld, event: OrganizationEvent): void {
  const text = attempt(world, event);
  if (text === undefined) return;
  const restored = 'member' in event && event.kind === 'in' ? restoredIn(world, event.member) : undefined;
  world.journal.people.push({ at: world.now, text, restored });
  noteTruth(world);
}

const MOST_MEMBERS = 5;

function attempt(world: OrganizationWorld, event: OrganizationEvent): string | undefined {
  if ('member' in event) return toMember(world, event);
  switch (event.kind) {
    case 'mode':
      world.mode = event.mode;
      world.version += 1;
      return `mode ${event.mode}`;
    case 'policy':
      world.policy = event.policy;
      world.version += 1;
      return `the policy is changed`;
    case 'organization':
      world.organization = event.policy;
      world.version += 1;
      return `the organization policy is ${JSON.stringify(event.policy)}`;
    case 'subscriptions':
      world.subscriptions = event.of;
      return `subscriptions: ${event.of.join(', ') || 'none'}`;
    case 'topic':
      world.topicIsDown = event.isDown;
      return event.isDown ? 'SNS takes no mail' : 'SNS takes mails';
    case 'join':
      if (world.members.length >= MOST_MEMBERS) return undefined;
      return `${addMember(world, { ...event, hasRole: true }).id} joins`;
  }
}

function toMember(
  { members }: OrganizationWorld,
  event: Extract<OrganizationEvent, { readonly member: number }>,
): string | undefined {
  const member = members[event.member % members.length];
  if (!member) return undefined;
  const { id, world } = member;
  const isCentral = member === members[0];
  switch (event.kind) {
    case 'in': {
      const before = world.journal.people.length;
      happen(world, event.event);
      return world.journal.people.length > before
        ? `${id}: ${world.journal.people.at(-1)?.text ?? ''}`
        : undefined;
    }
    case 'leave':
      if (isCentral) return undefined;
      member.isMember = !member.isMember;
      return `${id} ${member.isMember ? 'is back' : 'leaves'}`;
    case 'suspend':
      if (isCentral) return undefined;
      member.state = 'SUSPENDED';
      return `${id} is suspended`;
    case 'reopen':
      member.state = 'ACTIVE';
      return `${id} is active`;
    case 'loseRole':
      member.hasRole = false;
      return `${id} loses the role`;
    case 'getRole':
      member.hasRole = true;
      return `${id} has the role`;
    case 'move':
      member.ou = event.ou;
      return `${id} moves to ${event.ou}`;
  }
}

/** What the last deed in the account has enabled again. */
function restoredIn({ members }: OrganizationWorld, member: number): string | undefined {
  return members[member % members.length]?.world.journal.people.at(-1)?.restored;
}
