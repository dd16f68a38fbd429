import * as z from 'zod';
import { DAY } from '../../../lambda/domain/instant';
import { MODE_PARAMETER, RECORD_BUCKET, TOPIC_ARN } from '../../../test/support/deployment';
import {
  aBucket,
  anAccount,
  anOrganization,
  aTopic,
  type FakeAccount,
  startFakeAws,
} from '../../../test/support/fake-aws';
import { aMember, aMemberRole, CENTRAL, ORGANIZATION } from '../../../test/support/organization';
import { documents } from '../../accounts';
import { isLost, memberId, type MemberStaff, placeOf, staffOfMember, useWhatIsNotDue } from '../staff';
import { Order, Wanted } from './messages';
import { Tallies } from './tallies';

// The fake organization in its own process, so that it does not add to the functions' time. It ends with its parent.

let offset = 0;
const now = () => Date.now() + offset;

interface Member extends MemberStaff {
  readonly account: FakeAccount;
}

function membersOf({ accounts, usersEach }: Wanted): Member[] {
  return Array.from({ length: accounts }, (_, index) => {
    const staff = staffOfMember(index, usersEach, now());
    const { account } = aMember(memberId(index), {
      account: { users: staff.users, documents: documents(placeOf(index, usersEach)), now },
    });
    return { ...staff, account };
  });
}

function centralOf({ parameters }: Wanted): FakeAccount {
  return anAccount({
    id: CENTRAL,
    now,
    executions: {},
    roles: [aMemberRole(CENTRAL)],
    parameters: Object.fromEntries(
      Object.entries({ [MODE_PARAMETER]: 'enforce', ...parameters }).map(([name, value]) => [
        name,
        { value, version: 1 },
      ]),
    ),
    topics: { [TOPIC_ARN]: aTopic() },
    buckets: { [RECORD_BUCKET]: aBucket() },
  });
}

const List = z.array(z.looseObject({ id: z.string() }));

async function main(): Promise<void> {
  const wanted = Wanted.parse(JSON.parse(process.argv[2] ?? ''));
  const members = membersOf(wanted);
  const central = centralOf(wanted);
  const management = aMember('100000000001', { account: { now } });
  anOrganization({ central, id: ORGANIZATION, members: [management, ...members] });
  const aws = await startFakeAws(central, { throttle: wanted.bucket, dated: true });
  const tallies = new Tallies(aws, members);
  process.on('message', (message) => {
    const asked = Order.parse(message);
    switch (asked.order) {
      case 'tally':
        process.send?.(tallies.next());
        return;
      case 'advance':
        offset += asked.days * DAY;
        for (const member of members) {
          useWhatIsNotDue(member, now());
          delete member.account.report.current;
        }
        process.send?.('advanced');
        return;
      case 'lose':
        members.forEach(({ account }, index) => {
          if (isLost(index)) account.roles = [];
        });
        process.send?.('lost');
        return;
      case 'list': {
        const text = central.buckets[RECORD_BUCKET]?.objects.get(asked.key)?.body.toString() ?? '';
        process.send?.(List.parse(JSON.parse(text)).map(({ id }) => id));
        return;
      }
    }
  });
  process.once('disconnect', () => process.exit());
  process.send?.(aws.env);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
