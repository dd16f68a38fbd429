import * as z from 'zod';
import { DAY } from '../../lambda/domain/instant';
import { aDeployedAccount, MODE_PARAMETER, RECORD_BUCKET } from '../../test/support/deployment';
import { type FakeAccount, type FakeAws, startFakeAws, storeObject } from '../../test/support/fake-aws';
import { documents, passwordOf, staffOf } from '../accounts';
import { Order, type Tally, Wanted } from './messages';
import { rehearse } from './rehearse';

// The fake AWS in its own process, so that it does not add to the client's time. It ends with its parent.

async function main(): Promise<void> {
  const { size, mix, bucket, policy } = Wanted.parse(JSON.parse(process.argv[2] ?? ''));
  const anAccount = () =>
    aDeployedAccount({
      users: staffOf(size, mix, Date.now()).users,
      policy,
      account: { documents: documents() },
    });
  await rehearse(anAccount);
  const account = anAccount();
  const aws = await startFakeAws(account, bucket ? { throttle: bucket } : {});
  let counted = 0;
  process.on('message', (message) => {
    switch (Order.parse(message)) {
      case 'tally':
        process.send?.(tallyOf(aws, counted));
        counted = aws.calls.length;
        return;
      case 'next day':
        delete account.report.current;
        process.send?.('expired');
        return;
      case 'give notice':
        giveNotice(account);
        process.send?.('given');
        return;
    }
  });
  process.once('disconnect', () => process.exit());
  process.send?.(aws.env);
}

function tallyOf({ account, calls: all }: FakeAws, from: number): Tally {
  const iam = all.slice(from).filter(({ service }) => service === 'iam');
  const calls: Record<string, number> = {};
  for (const { action } of iam) calls[action] = (calls[action] ?? 0) + 1;
  return {
    calls,
    throttled: iam.filter(({ errorCode }) => errorCode === 'Throttling').length,
    mutations: iam.filter(({ action, applied }) => applied && !/^(Get|List|Generate)/.test(action)).length,
    disabled: account.users.flatMap(({ name, password, keys }) => [
      ...(password ? [] : [passwordOf(name)]),
      ...keys.filter(({ status }) => status !== 'Active').map(({ id }) => id),
    ]),
  };
}

const Announced = z.looseObject({
  credentials: z.record(z.string(), z.looseObject({ announcedAt: z.iso.datetime().optional() })),
});

/** Makes the last sweep's announcements eight days old, and sets the mode to `enforce`. */
function giveNotice(account: FakeAccount): void {
  const bucket = account.buckets[RECORD_BUCKET];
  const key = `${account.id}/ledger.json`;
  const ledger = Announced.parse(JSON.parse(bucket?.objects.get(key)?.body.toString() ?? ''));
  for (const entry of Object.values(ledger.credentials)) {
    if (entry.announcedAt === undefined) continue;
    entry.announcedAt = new Date(Date.parse(entry.announcedAt) - 8 * DAY).toISOString();
  }
  if (bucket) storeObject(bucket, key, JSON.stringify(ledger), 'application/json');
  account.parameters[MODE_PARAMETER] = { value: 'enforce', version: 2 };
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
