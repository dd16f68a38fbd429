import { GetUserCommand, type IAMClient, ListAccessKeysCommand } from '@aws-sdk/client-iam';
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { clientsOf, closeAll, serve } from '../../support/clients';
import { callsOf } from '../../support/deployment';
import { aUser, anAccount, type Fault } from '../../support/fake-aws';

afterEach(closeAll);

// By the real clock: this is about what is sent when.

async function aClient({ faults = [], maxAttempts }: { faults?: Fault[]; maxAttempts?: number } = {}) {
  const aws = await serve(anAccount({ users: [aUser()] }));
  const controller = new AbortController();
  // More calls at once than a sweep ever makes; Node would warn of their listeners.
  setMaxListeners(0, controller.signal);
  const { iam } = clientsOf(aws, { deadline: controller.signal, ...(maxAttempts && { maxAttempts }) });
  aws.faults.push(...faults);
  return { aws, iam, controller };
}

const getUser = (iam: IAMClient) => iam.send(new GetUserCommand({ UserName: 'alice' }));
const listKeys = (iam: IAMClient) => iam.send(new ListAccessKeysCommand({ UserName: 'alice' }));
const times = <T>(count: number, call: () => T): T[] => Array.from({ length: count }, call);

describe('the pace', () => {
  it('is at most 9 requests of one action in any second, and does not slow other actions', async () => {
    const { aws, iam } = await aClient();
    // Any second, and not only those that begin with the first request.
    await getUser(iam);
    await sleep(600);
    let ended = false;
    const many = Promise.all(times(19, () => getUser(iam))).finally(() => (ended = true));
    await Promise.all(times(9, () => listKeys(iam)));
    expect(ended).toBe(false);
    await many;
    const starts = aws.calls.filter(({ action }) => action === 'GetUser').map(({ at }) => at);
    expect(starts).toHaveLength(20);
    // The tenth after each. What is missing to a second is for the way through two event loops on a busy machine;
    // a pace by whole seconds would leave 400 ms.
    const tenths = starts.slice(9).map((at, index) => at - (starts[index] ?? NaN));
    expect(Math.min(...tenths)).toBeGreaterThanOrEqual(700);
  });

  it('counts retries, which ask IAM as much as first tries do', async () => {
    const error = { code: 'ServiceFailure', status: 500 };
    const { aws, iam } = await aClient({ maxAttempts: 2, faults: [{ times: 9, error }] });
    const begun = performance.now();
    await Promise.all(times(9, () => getUser(iam)));
    expect(callsOf(aws)).toEqual({ GetUser: 18 });
    expect(performance.now() - begun).toBeGreaterThanOrEqual(700);
  });
});

describe('the deadline', () => {
  const TIME_OUT = 'the function ran out of time';

  it('ends calls that wait for a turn or for a retry, and nothing is sent after it', async () => {
    const { aws, iam, controller } = await aClient({
      maxAttempts: 8,
      faults: [{ action: 'ListAccessKeys', error: { code: 'Throttling', status: 400 } }],
    });
    const calls = [...times(12, () => getUser(iam)), listKeys(iam)];
    const settled = Promise.allSettled(calls);
    await sleep(150);
    const sent = aws.calls.length;
    controller.abort();
    const ends = (await settled).map((end) => (end.status === 'rejected' ? String(end.reason) : 'answered'));
    expect(ends).toEqual([...times(9, () => 'answered'), ...times(4, () => `Error: ${TIME_OUT}`)]);
    // The turns would have come after 1 s, the retry within 1 s.
    await sleep(1_300);
    expect(aws.calls).toHaveLength(sent);
  });

  it('does not wait for an answer that does not come', async () => {
    const { iam, controller } = await aClient({ faults: [{ latencyMs: 60_000 }] });
    const call = getUser(iam);
    setTimeout(() => controller.abort(), 50);
    await expect(call).rejects.toThrow(TIME_OUT);
  });

  it('that has passed lets no call begin', async () => {
    const { aws, iam, controller } = await aClient();
    controller.abort();
    await expect(getUser(iam)).rejects.toThrow(/abort/i);
    expect(aws.calls).toEqual([]);
  });

  it('does nothing to calls that are answered in time', async () => {
    const { iam, controller } = await aClient();
    await expect(getUser(iam)).resolves.toMatchObject({ User: { UserName: 'alice' } });
    controller.abort();
  });
});
