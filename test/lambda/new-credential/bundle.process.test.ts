import {
  type Bundle,
  invokeBundle,
  replacedIn,
  replacementsIn,
  synthesizedBundle,
} from '../../support/bundle';
import { closeAll, serve } from '../../support/clients';
import { batchOf, createAccessKey } from '../../support/cloudtrail';
import { aDeployedAccount, SCHEDULED_EVENT, TOPIC_ARN } from '../../support/deployment';
import { aUser } from '../../support/fake-aws';

// The function that notifies of new credentials, as it is deployed: in its own process, against a fake AWS over HTTP.

let bundle: Bundle;
beforeAll(() => {
  bundle = synthesizedBundle('Notice');
}, 60_000);
afterAll(() => bundle.remove());
afterEach(closeAll);

async function invoke(event: unknown) {
  const account = aDeployedAccount({ users: [aUser({ name: 'bob' })] });
  const aws = await serve(account);
  const run = await invokeBundle(bundle.file, { ...bundle.environment, ...aws.env }, event);
  return { run, writes: aws.writes(), mails: account.topics[TOPIC_ARN]?.published ?? [] };
}

it("CloudTrail's event of a new key gives one notice, and IAM is asked to change nothing", async () => {
  const { run, writes, mails } = await invoke(batchOf(createAccessKey()));
  expect(run).toMatchObject({ answer: { batchItemFailures: [] }, timers: 0 });
  expect(mails.map(({ subject }) => subject)).toEqual(['iam-lapse 123456789012: access key created for bob']);
  expect(writes).toEqual([]);
}, 20_000);

it.each<[string, unknown]>([
  ['foreign', SCHEDULED_EVENT],
  ['not of the queue', createAccessKey()],
  ['empty', {}],
])(
  'an event that is %s gives a clear error and no notice',
  async (_, event) => {
    const { run, mails } = await invoke(event);
    expect(run.error).toMatchObject({
      errorType: 'InvalidNoticeEvent',
      errorMessage: expect.stringContaining('not a batch of the queue of new IAM credentials') as unknown,
    });
    expect(mails).toEqual([]);
  },
  20_000,
);

it('has our small replacements of two packages, and nothing of the packages', () => {
  expect(replacementsIn(bundle)).toEqual(['lambda-credentials.ts', 'no-event-streams.ts']);
  expect(replacedIn(bundle)).toEqual([]);
});
