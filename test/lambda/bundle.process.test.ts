import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import { DAY, utcDate, utcSecond } from '../../lambda/domain/instant';
import {
  type Bundle,
  type BundleRun,
  invokeBundle,
  replacedIn,
  replacementsIn,
  SourceMap,
  synthesizedBundle,
} from '../support/bundle';
import { closeAll, onClose, serve } from '../support/clients';
import {
  aDeployedAccount,
  callsOf,
  type DeployedOptions,
  MODE_PARAMETER,
  RECORD_BUCKET,
  scheduledAt,
  TOPIC_ARN,
  writesOf,
} from '../support/deployment';
import { aKey, aUser, type FakeAws, type FakeUser } from '../support/fake-aws';
import { AT_ONCE } from '../support/staff';

// What is deployed, run as Lambda runs it: the bundle that synth produced, in a process of its own.

let bundle: Bundle;
beforeAll(() => {
  bundle = synthesizedBundle();
}, 60_000);
afterAll(() => bundle.remove());
afterEach(closeAll);

/** The function has the real clock, and so have these. */
const TODAY = Date.now();
const SCHEDULED_EVENT = scheduledAt(TODAY);
/** `20261120T070000Z` */
const RUN_ID = utcSecond(TODAY).replaceAll(/[-:]/g, '');
const RECORD = `s3://${RECORD_BUCKET}/123456789012/runs/${utcDate(TODAY).replaceAll('-', '/')}/${RUN_ID}/`;
const ago = (days: number) => Date.now() - days * DAY;
const used = (days: number) => ({ at: ago(days), region: 'eu-west-1', service: 's3' });
const STALE_KEY = 'AKIAZZZZZZZZSTALEKEY';

const users = (): FakeUser[] => [
  aUser({
    name: 'alice',
    password: { createdAt: ago(300) },
    passwordLastUsedAt: ago(46),
    keys: [
      aKey({ id: STALE_KEY, createdAt: ago(200), lastUsed: used(46) }),
      aKey({ id: 'AKIAAAAAAAAAFRESHKEY', createdAt: ago(100), lastUsed: used(44) }),
    ],
  }),
  aUser({ name: 'bob', password: { createdAt: ago(300) }, passwordLastUsedAt: ago(1) }),
  aUser({ name: 'carol', tags: { 'on-leave': 'yes' }, keys: [aKey()] }),
];
const STALE_WRITES = ['alice DeleteLoginProfile', `alice UpdateAccessKey ${STALE_KEY} Inactive`];

/** Nothing of it may be written anywhere. */
const SECRETS = {
  AWS_ACCESS_KEY_ID: 'ASIACANARYACCESSKEY1',
  AWS_SECRET_ACCESS_KEY: 'canary/secret+access/key',
  AWS_SESSION_TOKEN: 'canary-session-token',
  SOMETHING_ELSE: 'canary-of-the-environment',
};

async function invoked(
  event: unknown,
  { environment = {}, ...options }: DeployedOptions & { environment?: Record<string, string> } = {},
): Promise<{ aws: FakeAws; run: BundleRun }> {
  const aws = await serve(
    aDeployedAccount({ users: users(), policy: AT_ONCE, account: { report: { ageMs: 0 } }, ...options }),
  );
  const run = await invokeBundle(
    bundle.file,
    { ...bundle.environment, ...aws.env, ...SECRETS, ...environment },
    event,
  );
  for (const secret of Object.values(SECRETS)) expect(run.output).not.toContain(secret);
  return { aws, run };
}

describe('what is loaded at a cold start', () => {
  const code = () => readFileSync(bundle.file);

  it('is at most 860,000 bytes of JavaScript, 250,000 compressed', () => {
    expect(code().length).toBeLessThanOrEqual(860_000);
    expect(gzipSync(code()).length).toBeLessThanOrEqual(250_000);
  });

  it('has our small replacements of two packages, and nothing of the packages', () => {
    expect(replacementsIn(bundle)).toEqual(['lambda-credentials.ts', 'no-event-streams.ts']);
    expect(replacedIn(bundle)).toEqual([]);
  });

  it('knows no way to credentials but the one that Lambda has, and no event streams', () => {
    const text = code().toString();
    const others = [
      'AssumeRoleWithWebIdentity',
      'sso_start_url',
      'credential_process',
      'AWS_CONTAINER_CREDENTIALS',
      ':event-type',
    ];
    expect(others.filter((other) => text.includes(other))).toEqual([]);
  });

  it('has no client that only an organization needs', () => {
    const text = code().toString();
    const clients = ['AWSOrganizationsV20161128', 'AWSSecurityTokenServiceV20110615'];
    expect(clients.filter((client) => text.includes(client))).toEqual([]);
  });

  it('signs with the credentials of the environment, session token included', async () => {
    const tokens: unknown[] = [];
    const server = createServer(({ headers }, response) => {
      tokens.push(headers['x-amz-security-token']);
      response.writeHead(403).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onClose(() => void server.close());
    const { port } = Object(server.address());
    const environment = { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`, AWS_REGION: 'us-east-1', ...SECRETS };
    const run = await invokeBundle(bundle.file, { ...bundle.environment, ...environment }, SCHEDULED_EVENT);
    expect(run.error?.errorType).toBe('SweepHalted');
    expect(new Set(tokens)).toEqual(new Set([SECRETS.AWS_SESSION_TOKEN]));
  });

  it('has a source map, by which a stack trace names our own files, without their text', () => {
    const map = SourceMap.parse(JSON.parse(readFileSync(`${bundle.file}.map`, 'utf8')));
    expect(map.sources).toContainEqual(expect.stringMatching(/lambda\/sweep\/sweep\.ts$/));
    expect(map.sourcesContent ?? []).toEqual([]);
    const script = 'require(process.argv[1]).handler({}, {}).catch(({ stack }) => console.log(stack))';
    // The template's NODE_OPTIONS alone: without the other variables the handler throws.
    const env = { NODE_OPTIONS: bundle.environment['NODE_OPTIONS'] ?? '' };
    const trace = execFileSync(process.execPath, ['-e', script, bundle.file], { env, encoding: 'utf8' });
    expect(trace).toMatch(/lambda\/environment\.ts:\d+/);
    expect(trace).toMatch(/lambda\/sweep\/handler\.ts:\d+/);
  });
});

const COUNTS = { inUse: 2, stale: 2, exempt: 1 };

describe('the scheduled event', () => {
  it('in dry-run sends not one write over the wire', async () => {
    const { aws, run } = await invoked(SCHEDULED_EVENT);
    expect(run.answer).toMatchObject({
      runId: RUN_ID,
      accountId: '123456789012',
      trigger: 'scheduled',
      mode: 'dry-run',
      status: 'completed',
      subscribers: 1,
      counts: { ...COUNTS, wouldDisable: 2 },
    });
    expect(aws.writes()).toEqual([]);
    expect(aws.account.topics[TOPIC_ARN]?.published).toMatchObject([
      { subject: 'iam-lapse 123456789012 dry-run: 2 would be disabled, 2 high findings' },
    ]);
  });

  it('in enforce disables what is stale, by key id, and nothing else', async () => {
    const { aws, run } = await invoked(SCHEDULED_EVENT, { mode: 'enforce' });
    expect(run.answer).toMatchObject({ mode: 'enforce', counts: { ...COUNTS, disabled: 2 } });
    expect(writesOf(aws)).toEqual(STALE_WRITES);
    expect(aws.account.topics[TOPIC_ARN]?.published).toMatchObject([
      { subject: 'iam-lapse 123456789012 enforce: 2 disabled, 1 high finding' },
    ]);
  });

  it('ends with one line of JSON in the log, and leaves nothing behind that would run later', async () => {
    const { run } = await invoked(SCHEDULED_EVENT, { mode: 'enforce' });
    expect(run.log).toEqual([
      expect.objectContaining({
        level: 'INFO',
        event: 'sweep-end',
        trigger: 'scheduled',
        status: 'completed',
        counts: expect.objectContaining({ disabled: 2 }),
      }),
    ]);
    expect(run.timers).toBe(0);
  });

  it.each([
    ['as deployed', () => bundle.policyText],
    ['NOT the one that was deployed', () => ` ${bundle.policyText}`],
  ])('tells a policy that is %s', async (told, policy) => {
    const { aws } = await invoked(SCHEDULED_EVENT, { policy: policy() });
    const [digest] = aws.account.topics[TOPIC_ARN]?.published ?? [];
    expect(digest?.message.replaceAll(/\s+/g, ' ')).toMatch(new RegExp(`sha256 \\w{12}, ${told}[.:]`));
  });
});

describe('a manual run', () => {
  it('with {} does what the schedule does', async () => {
    const { aws, run } = await invoked({}, { mode: 'enforce' });
    expect(run.answer).toMatchObject({
      trigger: 'manual',
      mode: 'enforce',
      runId: expect.stringMatching(/^\d{8}T\d{6}Z-8f5e1c2a$/),
    });
    expect(writesOf(aws)).toEqual(STALE_WRITES);
  });

  it('with {"mode":"dry-run"} writes nothing although the mode is enforce', async () => {
    const { aws, run } = await invoked({ mode: 'dry-run' }, { mode: 'enforce' });
    expect(run.answer).toMatchObject({ mode: 'dry-run', counts: { wouldDisable: 2, disabled: 0 } });
    expect(aws.writes()).toEqual([]);
  });
});

describe('an event that the function does not know', () => {
  it.each<[string, unknown]>([
    ['{"mode":"enforce"}', { mode: 'enforce' }],
    ['a text', 'enforce'],
    ['another event of EventBridge', { ...SCHEDULED_EVENT, source: 'aws.iam' }],
  ])('%s is a clear error, and AWS is not called once', async (_what, event) => {
    const { aws, run } = await invoked(event, { mode: 'enforce' });
    expect(run.answer).toBeUndefined();
    expect(run.error).toEqual({
      errorType: 'InvalidInvocation',
      errorMessage: expect.stringContaining('not an event this function knows'),
    });
    expect(aws.calls).toEqual([]);
  });

  it('leaves nothing behind that would fire into the next invocation', async () => {
    const { run } = await invoked({ mode: 'enforce' });
    expect(run.timers).toBe(0);
  });
});

describe('a run that fails', () => {
  it.each(['AccessDeniedException', 'SomethingNew'])(
    'by an error of SSM names it, whether the SDK has a class for it or not: %s',
    async (code) => {
      const aws = await serve(aDeployedAccount());
      aws.faults.push({ service: 'ssm', error: { code, status: 400, message: 'told by SSM' } });
      const { error } = await invokeBundle(
        bundle.file,
        { ...bundle.environment, ...aws.env },
        SCHEDULED_EVENT,
      );
      expect(error?.errorMessage).toContain(`${code.replace('Exception', '')}: told by SSM`);
    },
  );

  it('by its settings throws SweepHalted after the digest is out', async () => {
    const { aws, run } = await invoked(SCHEDULED_EVENT, { mode: 'on' });
    expect(run.error).toEqual({
      errorType: 'SweepHalted',
      errorMessage: `mode: ${MODE_PARAMETER} is "on"; it must be dry-run or enforce; ${RECORD}`,
    });
    expect(run.log).toMatchObject([{ level: 'ERROR', event: 'sweep-end', status: 'halted', reason: 'mode' }]);
    expect(aws.account.topics[TOPIC_ARN]?.published).toHaveLength(1);
    expect(callsOf(aws)).toEqual({ ListAccountAliases: 1 });
  });

  it('by its environment names the variable, calls nobody and repeats nothing', async () => {
    const { aws, run } = await invoked(SCHEDULED_EVENT, {
      environment: { DIGEST_TOPIC_ARN: SECRETS.SOMETHING_ELSE },
    });
    expect(run.error?.errorMessage).toBe(
      'environment of the function: DIGEST_TOPIC_ARN missing or not understood; deploy the stack again',
    );
    expect(aws.calls).toEqual([]);
  });

  it('where it may only report is enforced by the function too, and not by its role alone', async () => {
    const { aws, run } = await invoked(SCHEDULED_EVENT, {
      mode: 'enforce',
      environment: { REPORT_ONLY: 'true' },
    });
    expect(run.error).toMatchObject({
      errorType: 'SweepHalted',
      errorMessage: expect.stringMatching(/^report-only: /),
    });
    expect(aws.writes()).toEqual([]);
  });
});
