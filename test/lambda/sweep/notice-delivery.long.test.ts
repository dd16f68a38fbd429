import { DAY } from '../../../lambda/domain/instant';
import { daysAgo, NOW, policyText } from '../../support/builders';
import { closeAll } from '../../support/clients';
import {
  aDeployment,
  type Deployment,
  POLICY_PARAMETER,
  scheduledAt,
  TOPIC_ARN,
} from '../../support/deployment';
import { aKey, aUser } from '../../support/fake-aws';
import { LEDGER_KEY, storedLedger } from '../../support/stored';

// "Announced" and "new" are measured by the mail that people got, not by the one that was meant.

afterEach(closeAll);

async function onDay(deployment: Deployment, day: number): Promise<string> {
  deployment.clock.advance(NOW + day * DAY - deployment.clock.now());
  await deployment.run(scheduledAt(deployment.clock.now()));
  return deployment.digests().at(-1)?.message ?? '';
}

function subscribe(deployment: Deployment, subscriptionsConfirmed: number): void {
  const topic = deployment.account.topics[TOPIC_ARN];
  if (topic) topic.subscriptionsConfirmed = subscriptionsConfirmed;
}

const erin = () =>
  aUser({
    name: 'erin',
    password: { createdAt: daysAgo(400) },
    passwordLastUsedAt: daysAgo(60),
  });

it('a mail that grew by a late halt, and lost its last entries, announces those alone that stand in it', async () => {
  const users = Array.from({ length: 2_500 }, (_, index) =>
    aUser({
      name: `${'person.with.a.long.name.'.repeat(2)}${String(index).padStart(4, '0')}`,
      keys: [aKey({ id: `AKIA${String(index).padStart(16, '0')}` })],
    }),
  );
  const deployment = await aDeployment({ users });
  // The second write of the ledger is the one before the mail.
  const error = { code: 'InternalError', status: 500 };
  deployment.aws.faults.push({ action: 'PutObject', key: LEDGER_KEY, skip: 1, times: 1, error });
  const mail = await onDay(deployment, 0);
  // 1 KB of room below the limit of SNS, should that count the subject.
  expect(Buffer.byteLength(mail)).toBeGreaterThan(262_144 - 2_048);
  expect(Buffer.byteLength(mail)).toBeLessThanOrEqual(262_144 - 1_024);
  expect(mail).toContain('HALTED (ledger)');
  const named = new Set(mail.match(/person\.with\.a\.long\.name\.\d{4}/g));
  const announced = Object.entries(storedLedger(deployment.account).credentials)
    .filter(([, { announcedAt }]) => announcedAt !== undefined)
    .map(([id]) => /person\.with\.a\.long\.name\.\d{4}/.exec(id)?.[0] ?? id);
  expect(announced.length).toBeGreaterThan(1_000);
  expect(announced.filter((name) => !named.has(name))).toEqual([]);
});

it('what was told to nobody is new to those who subscribe later', async () => {
  const user = erin();
  const deployment = await aDeployment({
    users: [user],
    policy: {
      exemptions: [{ name: 'on leave', match: { tags: { 'on-leave': '*' } }, reason: 'back next year' }],
    },
  });
  await onDay(deployment, 0);

  subscribe(deployment, 0);
  user.tags = { 'on-leave': 'since today' };
  const { value } = deployment.account.parameters[POLICY_PARAMETER] ?? { value: policyText() };
  const edited = value
    .replace('"noticeDays":7', '"noticeDays":8')
    .replace(/"noticeDays": 7/, '"noticeDays": 8');
  expect(edited).not.toBe(value);
  deployment.account.parameters[POLICY_PARAMETER] = { value: edited, version: 2 };
  await onDay(deployment, 1);

  subscribe(deployment, 1);
  const mail = await onDay(deployment, 2);
  expect(mail).toContain('Since the last completed run, 2026-11-20 07:00 UTC');
  expect(mail).toContain('noticeDays: 7 -> 8');
  expect(mail).toContain('NEWLY EXEMPT (1)');

  expect(await onDay(deployment, 3)).toContain('mode, policy and\ncounts are unchanged.');
});
