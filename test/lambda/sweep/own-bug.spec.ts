import * as z from 'zod';
import { DAY, HOUR } from '../../../lambda/domain/instant';
import { NOW } from '../../support/builders';
import { closeAll } from '../../support/clients';
import { aDeployment, type DeploymentOptions, RECORD, scheduledAt } from '../../support/deployment';
import { AT_ONCE, STALE_WRITES, theStaff } from '../../support/staff';
import { recordOf, storedLedger } from '../../support/stored';

// A bug of iam-lapse itself: a step gets what its types rule out, and throws where nobody expects it.

afterEach(closeAll);

const Result = z.looseObject({ halts: z.array(z.looseObject({ effect: z.string(), reason: z.string() })) });
/** What no type allows. */
const impossible = () => JSON.parse('null');

/** A port that breaks its promise as long as `shows()`. */
type Bug = (shows: () => boolean) => NonNullable<DeploymentOptions['ports']>;
const EVALUATING: Bug = (shows) => (real) => ({
  directory: Object.assign(Object.create(real.directory), {
    lookUp: (...asked: Parameters<typeof real.directory.lookUp>) =>
      shows() ? Promise.resolve(impossible()) : real.directory.lookUp(...asked),
  }),
});
const LOOKING: Bug = (shows) => (real) => ({
  inspector: Object.assign(Object.create(real.inspector), {
    readUser: (...asked: Parameters<typeof real.inspector.readUser>) =>
      shows() ? Promise.resolve(impossible()) : real.inspector.readUser(...asked),
  }),
});
describe.each([
  ['as it evaluates', EVALUATING],
  ['as it takes the last look', LOOKING],
])('a bug that shows %s', (_when, bug) => {
  async function aDay() {
    let shows = true;
    const deployment = await aDeployment({
      users: theStaff(),
      mode: 'enforce',
      policy: AT_ONCE,
      ports: bug(() => shows),
    });
    return { ...deployment, run1: await deployment.run(), mend: () => (shows = false) };
  }

  it('halts the run (internal): nothing is written, and the mail asks you to report it', async () => {
    const deployment = await aDay();
    expect(deployment.writes()).toEqual([]);
    const [mail, ...more] = deployment.digests();
    expect(more).toEqual([]);
    expect(mail?.subject).toMatch(/^iam-lapse 123456789012 HALTED \(internal\): /);
    expect(mail?.message.replaceAll(/\s+/g, ' ')).toMatch(
      /HALTED \(internal\): unexpected failure, please report it: TypeError: .*This is a bug in iam-lapse, not a fault of your account/,
    );
    // What helps against other halts would point the wrong way.
    expect(mail?.message).not.toMatch(/SCP|usually succeeds/);
  });

  it('is in the records, in the log with its stack, and in the error of one line', async () => {
    const { account, log, run1 } = await aDay();
    expect(run1.ended).toBe('SweepHalted: internal');
    expect(run1.message).toMatch(/^internal: unexpected failure, please report it: TypeError: [^\n]*$/);
    expect(run1.message.endsWith(`; ${RECORD}`)).toBe(true);
    const files = recordOf(account, '20261120T070000Z');
    const { halts } = Result.parse(JSON.parse(files['result.json'] ?? ''));
    expect(halts).toMatchObject([{ effect: 'halted', reason: 'internal' }]);
    expect(files['digest.txt']).toContain('HALTED (internal)');
    expect(log).toContainEqual({
      level: 'ERROR',
      event: 'unexpected',
      fields: { error: expect.stringMatching(/^TypeError/), stack: expect.stringMatching(/lambda[/]sweep/) },
    });
    expect(log.at(-1)).toMatchObject({
      event: 'sweep-end',
      fields: { status: 'halted', reason: 'internal' },
    });
  });

  it('keeps nothing from the next run once it is mended', async () => {
    const deployment = await aDay();
    deployment.mend();
    deployment.clock.advance(HOUR);
    expect(await deployment.run(scheduledAt(NOW + HOUR))).toMatchObject({
      ended: 'completed',
      counts: { disabled: 3 },
    });
    expect(deployment.writes()).toEqual(STALE_WRITES);
    expect(storedLedger(deployment.account)).toMatchObject({ open: null, pendingDigest: null });
  });
});

it('a bug that shows after the first write is an outcome: told as failed, and looked at by the next report', async () => {
  let shows = true;
  const deployment = await aDeployment({
    users: theStaff(),
    mode: 'enforce',
    policy: AT_ONCE,
    ports: ({ writer }) => ({
      writer: {
        disable: async (target) => {
          const response = (await writer?.disable(target)) ?? impossible();
          return shows && target.user.name === 'bob' ? impossible() : response;
        },
      },
    }),
  });
  expect(await deployment.run()).toMatchObject({
    ended: 'ActionsFailed',
    counts: { disabled: 2, failed: 1 },
  });
  expect(deployment.writes()).toEqual(STALE_WRITES);
  const [mail] = deployment.digests();
  expect(mail?.message.replaceAll(/\s+/g, ' ')).toMatch(
    /FAILED \(1\).* bob, access key .*its outcome is not known: TypeError: .*--access-key-id AKIAZZZZZZBOBOLDKEY1 --status Active/,
  );
  shows = false;
  deployment.clock.advance(DAY);
  expect(await deployment.run(scheduledAt(NOW + DAY))).toMatchObject({ ended: 'completed' });
  expect(deployment.digests().at(-1)?.message).toMatch(/DISABLED AFTER ALL \(1\)[^]* bob, access key/);
});
