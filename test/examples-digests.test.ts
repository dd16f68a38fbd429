import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DAY } from '../lambda/domain/instant';
import { NOW, policyText } from './support/builders';
import { closeAll } from './support/clients';
import {
  aDeployment,
  type Deployment,
  MODE_PARAMETER,
  POLICY_PARAMETER,
  scheduledAt,
} from './support/deployment';
import { liveOn, sampleUsers } from './support/sample-account';

// The mails in examples/digests: eleven days of the sample's account, played by the project's own sweep over a fake
// AWS. `UPDATE_EXAMPLES=1 npx jest test/examples-digests` writes them.

const FOLDER = join(__dirname, '..', 'examples', 'digests');
const EXEMPTIONS = [
  {
    name: 'break-glass',
    match: { users: ['break-glass-*'] },
    reason: 'emergency access, tested once a year in March',
  },
];

/** What people do before the run of a day. Day 0 is that of the sample. */
const EVENTS: Readonly<Record<number, (deployment: Deployment) => void>> = {
  // He has read the mail.
  3: ({ account, clock }) => {
    const jonas = account.users.find(({ name }) => name === 'jonas.keller');
    if (jonas) jonas.passwordLastUsedAt = clock.now() - DAY / 4;
  },
  7: ({ account }) => {
    account.parameters[MODE_PARAMETER] = { value: 'enforce', version: 2 };
  },
  // Somebody makes a mistake in the policy.
  10: ({ account }) => {
    const text = policyText({ exemptions: EXEMPTIONS, noticedays: 14 });
    account.parameters[POLICY_PARAMETER] = { value: text, version: 2 };
  },
};

const EXAMPLES: readonly (readonly [string, number])[] = [
  ['announcements.txt', 0],
  ['enforcing-day.txt', 7],
  ['quiet-day.txt', 9],
  ['halted-day.txt', 10],
];

const mails = new Map<number, string>();

beforeAll(async () => {
  const users = sampleUsers();
  const deployment = await aDeployment({
    users,
    policy: { exemptions: EXEMPTIONS },
    account: { alias: 'halden-freight' },
  });
  for (let day = 0; day <= 10; day += 1) {
    deployment.clock.advance(NOW + day * DAY - deployment.clock.now());
    liveOn(users, deployment.clock.now());
    EVENTS[day]?.(deployment);
    await deployment.run(scheduledAt(deployment.clock.now()));
    const { subject, message } = deployment.digests().at(-1) ?? {};
    mails.set(day, `Subject: ${subject}\n\n${message}`);
  }
});
afterAll(closeAll);

it.each(EXAMPLES)('examples/digests/%s is the mail of its day', (name, day) => {
  const file = join(FOLDER, name);
  const mail = mails.get(day) ?? '';
  if (process.env['UPDATE_EXAMPLES']) writeFileSync(file, mail);
  expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toBe(mail);
});

it('each is what its name says', () => {
  const of = (day: number) => mails.get(day) ?? '';
  expect(of(0)).toMatch(/^ON NOTICE \(\d+\)$/m);
  expect(of(7)).toMatch(/^DISABLED \(\d+\)$/m);
  expect(of(7)).toContain('aws iam update-access-key --user-name');
  expect(of(7)).toContain('aws iam create-login-profile --user-name');
  expect(of(9)).not.toMatch(/^(DISABLED|ON NOTICE|NEWLY|FAILED|HALTED)/m);
  expect(of(10)).toMatch(/^HALTED \(policy\)/m);
});
