import {
  GenerateCredentialReportCommand,
  GetCredentialReportCommand,
  IAMClient,
  paginateGetAccountAuthorizationDetails,
} from '@aws-sdk/client-iam';
import { type FakeAccount, startFakeAws } from '../../test/support/fake-aws';

const TIMES = 3;

/**
 * Makes all reads of a sweep on an account of the same size, so that V8 compiles the fake AWS before the measurement.
 * The warm-up of a server must not count as the client's time.
 */
export async function rehearse(account: () => FakeAccount): Promise<void> {
  for (let time = 0; time < TIMES; time += 1) {
    const aws = await startFakeAws(account());
    const iam = new IAMClient({
      endpoint: aws.env['AWS_ENDPOINT_URL'] ?? '',
      region: 'us-east-1',
      credentials: { accessKeyId: 'rehearsal', secretAccessKey: 'rehearsal' },
    });
    while ((await iam.send(new GenerateCredentialReportCommand({}))).State !== 'COMPLETE');
    await iam.send(new GetCredentialReportCommand({}));
    const pages = paginateGetAccountAuthorizationDetails(
      { client: iam, pageSize: 1000 },
      { Filter: ['User', 'Group', 'LocalManagedPolicy'] },
    );
    for await (const page of pages) void page;
    iam.destroy();
    await aws.close();
  }
}
