import { OLDEST, OUTCOMES, QUERIES, VERDICTS } from '../../../lib/dashboard/queries';
import { closeAll } from '../../support/clients';
import { aDeployment, type Deployment, type DeploymentOptions } from '../../support/deployment';
import { AT_ONCE, theStaff } from '../../support/staff';

afterEach(closeAll);

const WORDS =
  /^(filter|fields|stats|sort|limit|and|or|in|as|by|desc|asc|latest|sum|max|min|ispresent|bin|1d|\d+)$/;

/** The fields of the log line that a query asks for. */
function fieldsOf(lines: readonly string[]): string[] {
  const words = lines
    .map((line) => line.replaceAll(/"[^"]*"/g, ' ').replaceAll(/ as \w+/g, ' '))
    .flatMap((line) => line.match(/[@\w.]+/g) ?? []);
  return [...new Set(words)].filter((word) => !WORDS.test(word) && word !== '@timestamp');
}

/** As Logs Insights names them: `counts.stale`. */
function namesIn(value: unknown, prefix = ''): string[] {
  if (typeof value !== 'object' || value === null) return [prefix];
  return Object.entries(value).flatMap(([key, inner]) => namesIn(inner, prefix ? `${prefix}.${key}` : key));
}

async function lastLine(deployment: Deployment): Promise<string[]> {
  await deployment.run();
  const last = deployment.log.findLast(({ event }) => event === 'sweep-end');
  return namesIn({ event: last?.event, ...last?.fields });
}

describe('the queries of the dashboard find the fields of the log line', () => {
  it.each(QUERIES.map((query) => [query.title, query] as const))('%s', async (_, { lines }) => {
    const said = [
      ...(await lastLine(await aDeployment({ users: theStaff() }))),
      // Why it was halted is only said by one that was.
      ...(await lastLine(await aDeployment({ mode: 'on' }))),
    ];
    const asked = fieldsOf(lines);
    expect(asked).toEqual(expect.arrayContaining(['event']));
    expect(said).toEqual(expect.arrayContaining(asked));
  });
});

describe('the trends include every run that judged credentials, a halted one too', () => {
  const deploy = (options: DeploymentOptions) => aDeployment({ users: theStaff(), ...options });
  const judgedBy = async (deployment: Deployment) => {
    const { ended } = await deployment.run();
    const last = deployment.log.findLast(({ event }) => event === 'sweep-end');
    return { ended, judged: last?.fields['judged'] };
  };

  it.each([VERDICTS, OUTCOMES, OLDEST])(
    '$title: by the field that says so, and not by the status',
    ({ lines }) => {
      expect(lines[0]).toBe('filter event = "sweep-end" and ispresent(judged)');
    },
  );

  const stop = { ...AT_ONCE, limits: { ...AT_ONCE.limits, maxDisabledPerDay: 0, onExceed: 'stop' } };
  const counted: readonly [string, DeploymentOptions][] = [
    ['report-only', { mode: 'enforce', reportOnly: true }],
    ['subscribers', { mode: 'enforce', subscribers: 0 }],
    ['limits', { policy: stop }],
  ];
  it.each(counted)('halted by %s: it judged every credential', async (reason, options) => {
    const expected = await judgedBy(await deploy({}));
    expect(expected).toStrictEqual({ ended: 'completed', judged: expect.any(Number) as unknown });
    expect(await judgedBy(await deploy(options))).toStrictEqual({
      ...expected,
      ended: `SweepHalted: ${reason}`,
    });
  });

  it('halted by delivery: it judged every credential', async () => {
    const deployment = await deploy({});
    deployment.aws.faults.push({
      action: 'Publish',
      error: { code: 'KMSDisabled', status: 400, message: 'no' },
    });
    expect(await judgedBy(deployment)).toStrictEqual({
      ended: 'SweepHalted: delivery',
      judged: expect.any(Number) as unknown,
    });
  });

  it.each(['mode', 'report'])('halted by %s: it judged none', async (reason) => {
    const deployment = await deploy(reason === 'mode' ? { mode: 'on' } : {});
    if (reason === 'report') deployment.account.report.override = 'not a report';
    expect(await judgedBy(deployment)).toStrictEqual({ ended: `SweepHalted: ${reason}`, judged: undefined });
  });
});
