import { IamReportSource, ReportUnavailable } from '../../../lambda/aws/iam-credential-report';
import { HOUR, MINUTE } from '../../../lambda/domain/instant';
import { NOW } from '../../support/builders';
import { clientsOf, closeAll, serve } from '../../support/clients';
import { TestClock } from '../../support/clock';
import { callsOf } from '../../support/deployment';
import { type AccountOptions, aUser, anAccount, type FakeAws } from '../../support/fake-aws';
import { queryAnswer, serveScript } from '../../support/scripted-aws';

afterEach(closeAll);

const SECOND = 1_000;
const GENERATE = 'GenerateCredentialReport';
const GET = 'GetCredentialReport';

async function aSource(
  report: AccountOptions['report'] = {},
  { lifetime = 15 * MINUTE } = {},
): Promise<{ aws: FakeAws; clock: TestClock; source: IamReportSource }> {
  const clock = new TestClock(NOW, lifetime);
  const aws = await serve(anAccount({ users: [aUser()], now: clock.now, report }));
  return { aws, clock, source: new IamReportSource(clientsOf(aws, { paced: false }).iam, clock) };
}

/** The message of the one kind of failure that there is. */
async function unavailable(source: IamReportSource): Promise<string> {
  const error: unknown = await source.fetch().catch((thrown: unknown) => thrown);
  if (!(error instanceof ReportUnavailable)) throw new Error(`not ReportUnavailable: ${String(error)}`);
  return error.message;
}

describe('the credential report', () => {
  it('that is there already is fetched with two calls, and without a pause', async () => {
    const { aws, clock, source } = await aSource({ ageMs: HOUR });
    const { content, generatedAt, fetchedAt } = await source.fetch();
    expect(Buffer.from(content).toString()).toContain('\nalice,arn:aws:iam::123456789012:user/alice,');
    expect({ generatedAt, fetchedAt }).toEqual({ generatedAt: NOW - HOUR, fetchedAt: NOW });
    expect(callsOf(aws)).toEqual({ [GENERATE]: 1, [GET]: 1 });
    expect(clock.slept).toEqual([]);
  });

  it('is awaited through STARTED and INPROGRESS, with pauses that double', async () => {
    const { aws, clock, source } = await aSource({ pollsUntilReady: 3 });
    const { generatedAt, fetchedAt } = await source.fetch();
    expect(clock.slept).toEqual([1 * SECOND, 2 * SECOND, 4 * SECOND]);
    expect({ generatedAt, fetchedAt }).toEqual({
      generatedAt: NOW + 7 * SECOND,
      fetchedAt: NOW + 7 * SECOND,
    });
    expect(callsOf(aws)).toEqual({ [GENERATE]: 4, [GET]: 1 });
  });

  it('of a large account may take minutes; the pauses stay below 10 seconds', async () => {
    const { clock, source } = await aSource({ pollsUntilReady: 20 });
    await source.fetch();
    expect(Math.max(...clock.slept)).toBe(10 * SECOND);
    expect(clock.elapsed()).toBeGreaterThan(2 * MINUTE);
  });

  it('has the age that it has when it is fetched, not when it was asked for', async () => {
    const { aws, clock, source } = await aSource({ ageMs: HOUR });
    aws.faults.push({ action: GET, run: () => clock.advance(MINUTE) });
    expect(await source.fetch()).toMatchObject({ generatedAt: NOW - HOUR, fetchedAt: NOW + MINUTE });
  });
});

describe('a report that expires between the two calls', () => {
  it('is generated once more', async () => {
    const { aws, clock, source } = await aSource({ ageMs: 4 * HOUR - SECOND });
    aws.faults.push({ action: GET, times: 1, run: () => clock.advance(2 * SECOND) });
    // Two seconds until it expires, and a pause before each of the next two calls.
    expect(await source.fetch()).toMatchObject({ generatedAt: NOW + 5 * SECOND });
    expect(aws.calls.map(({ action, errorCode }) => [action, errorCode])).toEqual([
      [GENERATE, undefined],
      [GET, 'ReportExpired'],
      [GENERATE, undefined],
      [GENERATE, undefined],
      [GET, undefined],
    ]);
  });

  it.each<[string, number, number]>([
    ['ReportExpired', 410, 4],
    ['ReportNotPresent', 410, 4],
    // It is on its way, and need not be generated again.
    ['ReportInProgress', 404, 1],
  ])('and is announced all the same (%s) is waited for', async (code, status, generated) => {
    const { aws, clock, source } = await aSource({ ageMs: 0 });
    aws.faults.push({ action: GET, times: 3, error: { code, status } });
    expect(await source.fetch()).toMatchObject({ generatedAt: NOW });
    expect(clock.slept).toEqual([1 * SECOND, 2 * SECOND, 4 * SECOND]);
    expect(callsOf(aws)).toEqual({ [GENERATE]: generated, [GET]: 4 });
  });

  it.each([
    ['ReportExpired', 410],
    ['ReportNotPresent', 410],
    ['ReportInProgress', 404],
  ])('and again and again (%s) is waited for until the same deadline', async (code, status) => {
    const { aws, clock, source } = await aSource({ ageMs: 0 });
    aws.faults.push({ action: GET, error: { code, status } });
    expect(await unavailable(source)).toBe(
      `IAM called the credential report complete and then said ${code} until no time was left; it may be at the next run`,
    );
    expect(clock.elapsed()).toBeLessThanOrEqual(8 * MINUTE);
    expect(clock.elapsed()).toBeGreaterThan(8 * MINUTE - 11 * SECOND);
  });
});

describe('a report that is never ready', () => {
  it.each([
    ['with all of the function’s time, is given up after 8 minutes', 15 * MINUTE, 8 * MINUTE],
    ['leaves two minutes of the function’s time to the rest of the sweep', 6 * MINUTE, 4 * MINUTE],
  ])('%s', async (_rule, lifetime, longest) => {
    const { clock, source } = await aSource({ pollsUntilReady: Infinity }, { lifetime });
    expect(await unavailable(source)).toBe(
      'the credential report was not ready in time; it may be at the next run',
    );
    expect(clock.elapsed()).toBeLessThanOrEqual(longest);
    expect(clock.elapsed()).toBeGreaterThan(longest - 11 * SECOND);
  });

  it('is not waited for at all when no time is left', async () => {
    const { aws, clock, source } = await aSource({ pollsUntilReady: Infinity }, { lifetime: 2 * MINUTE });
    expect(await unavailable(source)).toMatch('not ready in time');
    expect(clock.slept).toEqual([]);
    expect(callsOf(aws)).toEqual({ [GENERATE]: 1 });
  });
});

describe('IAM that does not hand out a report is ReportUnavailable, and says what IAM said', () => {
  it.each([
    [GENERATE, { code: 'LimitExceeded', status: 409, message: 'Cannot exceed quota' }],
    [GENERATE, { code: 'AccessDenied', status: 403, message: 'not authorized to perform it' }],
    [GET, { code: 'AccessDenied', status: 403, message: 'not authorized to perform it' }],
    [GET, { code: 'ServiceFailure', status: 500, message: 'try again' }],
  ])('%s answers %o', async (action, error) => {
    const { aws, source } = await aSource({ ageMs: 0 });
    aws.faults.push({ action, error });
    expect(await unavailable(source)).toBe(`${action} failed: ${error.code}: ${error.message}`);
  });

  it.each([
    [GENERATE, 'a page of HTML', { html: true } as const],
    [GENERATE, 'nothing', { emptyBody: true } as const],
    [GET, 'a page of HTML', { html: true } as const],
    [GET, 'nothing', { emptyBody: true } as const],
  ])('%s answers 200 with %s', async (action, _what, fault) => {
    const { aws, source } = await aSource({ ageMs: 0 });
    aws.faults.push({ action, ...fault });
    expect(await unavailable(source)).toMatch(
      new RegExp(`^${action} (returned an unexpected response|failed): .`),
    );
  });

  it('names the call when the connection is reset', async () => {
    const { aws, source } = await aSource({ ageMs: 0 });
    aws.faults.push({ action: GET, reset: true });
    expect(await unavailable(source)).toMatch(/^GetCredentialReport failed: .*ECONNRESET/);
  });
});

describe('a report that is not quite one is none', () => {
  const CONTENT = `<Content>${Buffer.from('user,arn').toString('base64')}</Content>`;
  const FORMAT = '<ReportFormat>text/csv</ReportFormat>';
  const TIME = '<GeneratedTime>2026-11-20T06:00:00Z</GeneratedTime>';

  async function aScript(result: string): Promise<IamReportSource> {
    const complete = queryAnswer(GENERATE, '<State>COMPLETE</State>');
    const aws = await serveScript('text/xml', complete, queryAnswer(GET, result));
    return new IamReportSource(clientsOf(aws, { paced: false }).iam, new TestClock(NOW));
  }

  it('but with content, format and time it is one', async () => {
    const source = await aScript(CONTENT + FORMAT + TIME);
    expect(await source.fetch()).toMatchObject({ generatedAt: Date.parse('2026-11-20T06:00:00Z') });
  });

  it.each([
    ['no time of generation', CONTENT + FORMAT],
    ['no content', FORMAT + TIME],
    ['no content', `<Content></Content>${FORMAT}${TIME}`],
    ['format undefined', CONTENT + TIME],
    ['format "application/json"', `${CONTENT}<ReportFormat>application/json</ReportFormat>${TIME}`],
  ])('%s', async (detail, result) => {
    expect(await unavailable(await aScript(result))).toBe(
      `GetCredentialReport returned an unexpected response: ${detail}`,
    );
  });

  it('nor with a time that is none', async () => {
    const source = await aScript(`${CONTENT}${FORMAT}<GeneratedTime>yesterday</GeneratedTime>`);
    expect(await unavailable(source)).toMatch(/^GetCredentialReport /);
  });

  it('nor after a state that IAM did not have when this was written', async () => {
    const aws = await serveScript('text/xml', queryAnswer(GENERATE, '<State>DONE</State>'));
    const source = new IamReportSource(clientsOf(aws, { paced: false }).iam, new TestClock(NOW));
    expect(await unavailable(source)).toBe(
      'GenerateCredentialReport returned an unexpected response: state "DONE"',
    );
  });
});
