import { closeAll, onClose } from '../../support/clients';
import { startFakeAws } from '../../support/fake-aws';
import { bobsAccount, callsOfBob, threeKeys } from './account';
import { investigationOf, runInvestigate } from './run-investigate';

afterEach(closeAll);

it('six regions, a name and three keys, four pages of each: within 15 s, and nothing is lost', async () => {
  const account = bobsAccount({ keys: threeKeys() });
  const regions = ['us-east-1', 'us-east-2', 'eu-north-1', 'ap-southeast-2', 'eu-west-1', 'sa-east-1'];
  for (const awsRegion of regions) callsOfBob(account, 250, { awsRegion });
  // CloudTrail's own limit, for each region.
  const aws = await startFakeAws(account, { throttle: { perSecond: 100, burst: 100 } });
  onClose(() => aws.close());
  const start = performance.now();
  const finished = await runInvestigate(['bob', '--regions', 'sa-east-1', '--json'], aws.env);
  const seconds = (performance.now() - start) / 1_000;
  const { activity, regions: read } = investigationOf(finished);
  expect(read.map(({ cause }) => cause)).toStrictEqual(read.map(() => undefined));
  expect(read.map(({ region, more }) => [region, more])).toStrictEqual(
    regions.map((region) => [region, true]),
  );
  expect(activity.events).toBe(6 * 200);
  expect(aws.calls.filter(({ errorCode }) => errorCode !== undefined)).toStrictEqual([]);
  expect(seconds).toBeLessThan(15);
});
