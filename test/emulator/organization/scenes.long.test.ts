import * as z from 'zod';
import { closedDoors } from './closed-doors';
import type { EmulatedOrganization } from './emulated-organization';
import { killAfterFirstWrite } from './killed-in-act';
import { describeOnMoto } from './possible';
import { ACTED, addsUp, ALWAYS, JOINED, LATE, LOST, NO_ROLE, Scene, THROTTLED, WITH_LOCK } from './scene';
import { lockSomebody, subscribe, unsubscribe } from './surroundings';

// The synthesized state machine, executed with the real bundles over more than thirty accounts, day by day. Whatever
// happens in between, every account of the roster is counted once, and the execution says what the mail says.

jest.setTimeout(180_000);

const Output = z.looseObject({
  run: z.looseObject({ runId: z.string(), act: z.looseObject({}).optional() }),
});

describeOnMoto("an organization's state machine", (python) => {
  const scene = new Scene();
  let organization: EmulatedOrganization;
  beforeAll(async () => {
    organization = await scene.begin(python);
  });
  afterAll(async () => {
    await scene.end();
  });

  let first: Awaited<ReturnType<EmulatedOrganization['run']>>;

  test('day 0, green: somebody suspended, excluded, new, late with the report, and throttled by Lambda', async () => {
    const { controls } = organization;
    await controls.delayReports({ [LATE]: 2 });
    await controls.rules({ when: { account: THROTTLED }, effect: 'throttle', times: 2 });
    first = await organization.run(0);
    expect(await controls.rules()).toMatchObject([{ times: 0 }]);
    expect(await controls.delayReports({})).toEqual({ [LATE]: 0 });
    expect(first).toMatchObject({ status: 'SUCCEEDED', output: { told: { status: 'completed' } } });
    expect(await addsUp(scene, first)).toEqual(ALWAYS);
    expect(first.mails).toHaveLength(1);
    expect(first.mails[0]?.body).toContain('NEWLY ON NOTICE (10)');
    expect(await organization.records.ofRun(first.runId, 'accounts.csv')).toContain(JOINED);
  });

  test('a second delivery of the same event succeeds, and does nothing', async () => {
    const before = await organization.records.keys();
    const second = await organization.execute(first.event);
    expect(second).toMatchObject({
      status: 'SUCCEEDED',
      output: { run: { status: 'already-ran' } },
      mails: [],
    });
    expect(await organization.records.keys()).toEqual(before);
  });

  test('day 1: one without the role, a child lost; the others are acted on, two at most', async () => {
    const { controls } = organization;
    await organization.set('mode', 'enforce');
    await lockSomebody(organization, WITH_LOCK);
    await controls.role(NO_ROLE, { taken: true });
    await controls.rules({ when: { account: LOST, phase: 'judge' }, effect: 'kill', times: 1 });
    const run = await organization.run(1);
    expect(run).toMatchObject({ status: 'FAILED', error: 'OrganizationNotCovered' });
    expect(run.cause).toContain('2 of 31 accounts not covered');
    expect(await addsUp(scene, run)).toEqual({ ...ALWAYS, [NO_ROLE]: 'unreachable', [LOST]: 'unreachable' });
    expect(await scene.stillActive()).toHaveLength(8);
    const [mail] = run.mails;
    expect(mail?.subject).toContain('NOT COVERED 2');
    expect(mail?.body).toContain('DISABLED (2)');
    for (const id of [NO_ROLE, LOST]) expect(mail?.body).toContain(id);
    await controls.role(NO_ROLE, { taken: false });
    expect(await controls.rules()).toMatchObject([{ times: 0 }]);
  });

  test('day 2: Allot fails; nobody is acted on, and the mail says so', async () => {
    await organization.controls.rules({ when: { step: 'allot' }, effect: 'kill', times: 9 });
    const run = await organization.run(2);
    await organization.controls.rules();
    expect(run).toMatchObject({ status: 'FAILED' });
    const uncovered = await addsUp(scene, run);
    // Who stopped at the plan, and was never told to go on. The oldest account has nothing left to plan.
    expect(uncovered).toEqual({
      ...ALWAYS,
      ...Object.fromEntries(ACTED.slice(1).map((id) => [id, 'halted'])),
    });
    expect(await scene.stillActive()).toHaveLength(8);
    expect(run.mails).toHaveLength(1);
    expect(run.mails[0]?.subject).toContain('NOT COVERED 4');
  });

  let stopped: string;

  test('day 3: everything is stopped while it acts', async () => {
    const { clock, machine, moto } = organization;
    await clock.goTo(3);
    await moto.request('/emulator/hold', { method: 'POST' });
    const { event, runId } = organization.event();
    const run = await organization.execute(event, (executionArn) =>
      killAfterFirstWrite(organization, () => machine.stop(executionArn)),
    );
    stopped = runId;
    expect(run).toMatchObject({ status: 'ABORTED', mails: [] });
    expect(await scene.stillActive()).toHaveLength(7);
  });

  test('day 4: the next day tells it first, and goes on', async () => {
    await organization.controls.reviveFunctions();
    // Organizations does not say where accounts are, so the run looks for itself.
    await organization.controls.tellPaths(false);
    const run = await organization.run(4);
    expect(run.mails).toHaveLength(2);
    const [of, own] = run.mails;
    expect(of?.body).toContain(stopped);
    expect(of?.body).toContain('MAY HAVE BEEN DISABLED');
    expect(own?.body).toContain('DISABLED BY A RUN THAT DID NOT END (1)');
    expect(await addsUp(scene, run)).toEqual(ALWAYS);
    // What the stopped run may have done counts from when it is known to have ended: there is no room today.
    expect(own?.body).toContain('This run had room for 0');
    expect(await scene.stillActive()).toHaveLength(7);
  });

  test('day 5: a child is lost in Act; it may have disabled something, and the mail says how to undo it', async () => {
    const { clock, moto, controls } = organization;
    await clock.goTo(5);
    await moto.request('/emulator/hold', { method: 'POST' });
    const { event, runId } = organization.event();
    const run = await organization.execute(event, async () => {
      await killAfterFirstWrite(organization);
      await controls.reviveFunctions();
    });
    expect(run).toMatchObject({ status: 'FAILED', error: 'OrganizationNotCovered' });
    const uncovered = await addsUp(scene, { ...run, runId });
    expect(Object.values(uncovered).filter((each) => each === 'unreachable').length).toBeGreaterThan(0);
    expect(run.mails[0]?.body).toContain('MAY HAVE BEEN DISABLED');
    expect(run.mails[0]?.body).toContain('aws iam ');
    expect(await scene.stillActive()).toHaveLength(6);
  });

  let last: Awaited<ReturnType<EmulatedOrganization['run']>>;

  test('day 6: green again', async () => {
    last = await organization.run(6);
    await organization.controls.tellPaths(true);
    expect(last).toMatchObject({ status: 'SUCCEEDED' });
    expect(await addsUp(scene, last)).toEqual(ALWAYS);
    expect(last.mails).toHaveLength(1);
    expect(last.mails[0]?.body).not.toContain('MAY HAVE BEEN DISABLED');
    expect(await scene.stillActive()).toHaveLength(4);
  });

  test('an old run that is driven again is refused, in every step', async () => {
    const { run } = Output.parse(last.output);
    const before = await organization.records.keys();
    // Its plan waited in that run.
    const id = ACTED.at(-1);
    const { runId, settings, roster, act } = run as Record<string, unknown>;
    for (const [phase, pins] of [
      ['judge', { runId, settings, roster }],
      ['act', { runId, settings, roster, act }],
    ] as const) {
      const answer = await organization.controls.invoke(await organization.functionArn('Account'), {
        account: id,
        phase,
        run: pins,
      });
      expect(answer).toMatchObject({ error: { errorType: 'NotOpen' } });
    }
    expect(await organization.records.keys()).toEqual(before);
    expect(await scene.stillActive()).toHaveLength(4);
  });

  test('runs of one account that nobody hears fail, and their mails go out with the next', async () => {
    const accounts = { accounts: [ACTED[4]] };
    await unsubscribe(organization);
    for (let run = 0; run < 2; run += 1) {
      const unheard = await organization.execute(accounts);
      expect(unheard).toMatchObject({ status: 'FAILED', error: 'SweepHalted', mails: [] });
      expect(unheard.cause).toContain('delivery: ');
    }
    await subscribe(organization);
    const heard = await organization.execute(accounts);
    expect(heard).toMatchObject({ status: 'SUCCEEDED' });
    expect(heard.mails).toHaveLength(3);
  });

  closedDoors(scene);
});
