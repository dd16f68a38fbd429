import { performance } from 'node:perf_hooks';
import type { Entry } from '../../../lambda/domain/ledger/schema';
import { emptyLedger } from '../../../lambda/domain/ledger/schema';
import { isUserName } from '../../../lambda/domain/identity';
import { ACCOUNT, daysAgo } from '../../support/builders';
import { closeAll } from '../../support/clients';
import { aDeployment } from '../../support/deployment';
import { aUser, generateReport } from '../../support/fake-aws';
import { storedLedger, storeLedger } from '../../support/stored';

// A run that has done much, with the ledger of a large account. It has 30 s left for records, ledger and mail.

const ENTRIES = 10_000;
const RESULTS = 2_500;
const MAY_TAKE_MS = 4_000;

afterEach(closeAll);
jest.setTimeout(120_000);

const name = (index: number) => `u${index}`;
const idOf = (index: number) =>
  `arn:aws:iam::${ACCOUNT.id}:user/${name(index)}@2024-01-01T00:00:00Z/password`;

it('writes its outcomes into the ledger long before its time is over', async () => {
  const deployment = await aDeployment({
    users: Array.from({ length: ENTRIES }, (_none, index) =>
      aUser({
        name: name(index),
        ...(index < RESULTS ? { password: { createdAt: daysAgo(400) } } : {}),
      }),
    ),
    mode: 'enforce',
    policy: {
      noticeDays: 0,
      limits: { maxDisabledPerDay: 100_000, maxDisabledPercent: 100, onExceed: 'oldest-first' },
    },
    // What IAM answers about each user, without an HTTP request.
    ports: ({ inspector, directory }) => ({
      inspector: Object.assign(Object.create(inspector), {
        readUser: async ({ user }: { readonly user: string }) => {
          if (!isUserName(user)) throw new Error(user);
          const arn = `arn:aws:iam::${ACCOUNT.id}:user/${user}`;
          return {
            identity: { name: user, arn, path: '/', createdAt: Date.parse('2024-01-01') },
            tags: new Map(),
            groups: undefined,
            passwordLastUsed: 'never',
            loginProfile: { createdAt: daysAgo(400) },
            keys: [],
          };
        },
        readBack: async (targets: readonly unknown[]) => targets.map(() => ({ kind: 'disabled' })),
      }),
      directory,
      writer: { disable: async () => ({ kind: 'accepted' }) },
    }),
  });
  const { account, aws } = deployment;
  const entry: Entry = { announcedAt: daysAgo(1), announcedReference: daysAgo(400) };
  const credentials = Object.fromEntries(
    Array.from({ length: ENTRIES }, (_none, index) => [idOf(index), entry]),
  );
  storeLedger(account, { ...emptyLedger(ACCOUNT.id), credentials });
  generateReport(account, 0);
  // The ledger is written when the plan is opened, with the outcomes, and after the mail.
  const written: number[] = [];
  const note = () => void written.push(performance.now());
  aws.faults.push({ action: 'PutObject', key: /(?:result|ledger)\.json$/, run: note });
  expect(await deployment.run()).toMatchObject({ ended: 'completed', counts: { disabled: RESULTS } });
  const disabled = Object.values(storedLedger(account).credentials).filter(({ disabledAt }) => disabledAt);
  expect(disabled).toHaveLength(RESULTS);
  const [, result = 0, outcomes = Infinity] = written;
  expect(written).toHaveLength(4);
  expect(outcomes - result).toBeLessThan(MAY_TAKE_MS);
});
