import type { Policy } from '../../../lambda/domain/policy/schema';
import { MINUTE } from '../../../lambda/domain/instant';
import { candidatesOf } from '../../../lambda/domain/remediation/candidate';
import type { LiveUser } from '../../../lambda/domain/remediation/confirm';
import { isAccessKeyId, isUserName } from '../../../lambda/domain/identity';
import { confirmCandidates } from '../../../lambda/sweep/confirm';
import { disable, executePlan } from '../../../lambda/sweep/execute';
import { plan, enoughConfirmed } from '../../../lambda/domain/remediation/plan';
import { timeForWrites } from '../../../lambda/sweep/turns';
import type { Ports } from '../../../lambda/ports';
import {
  aKey,
  aLiveKey,
  anEvaluation,
  aPolicy,
  aReportRow,
  daysAgo,
  LONG_AGO,
  NOW,
  parsedReport,
} from '../../support/builders';

// A backlog that one run has no time for. IAM answers nine calls a second for each action (docs/design.md §5.13).

const KEYS = 8_000;
const LIFETIME = 14.5 * MINUTE;
const A_CALL = 1_000 / 9;

const lifted: Policy['limits'] = {
  maxDisabledPerDay: 100_000,
  maxDisabledPercent: 100,
  onExceed: 'oldest-first',
};
const policy = aPolicy({ noticeDays: 0, limits: lifted });

/** IAM's pace as a clock: a call of an action is answered a ninth of a second after the one before it. */
class PacedClock {
  private readonly busyUntil = new Map<string, number>();
  private at = 0;

  /** Resolves in the order in which the calls are answered. */
  async call(...actions: readonly string[]): Promise<void> {
    for (const action of actions) {
      const done = Math.max(this.at, this.busyUntil.get(action) ?? 0) + A_CALL;
      this.busyUntil.set(action, done);
      await new Promise<void>((resolve) => this.queue.push({ done, resolve }));
    }
  }
  private readonly queue: { readonly done: number; readonly resolve: () => void }[] = [];

  /** Lets time pass until the work is done. */
  async run<T>(work: Promise<T>): Promise<T> {
    const progress = { isDone: false };
    const ended = work.finally(() => {
      progress.isDone = true;
    });
    while (!progress.isDone) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      this.queue.sort((one, other) => one.done - other.done);
      const next = this.queue.shift();
      if (!next) continue;
      this.at = Math.max(this.at, next.done);
      next.resolve();
    }
    return ended;
  }
  readonly clock = {
    now: () => NOW,
    elapsed: () => this.at,
    remaining: () => LIFETIME - this.at,
    sleep: (ms: number) => this.call(`a pause of ${ms} ms, ${this.queue.length}`),
  };
}

const idOf = (index: number) => {
  const id = `AKIA${String(index).padStart(16, 'Z')}`;
  if (!isAccessKeyId(id)) throw new Error(id);
  return id;
};

jest.setTimeout(5 * MINUTE);

it('8,000 stale keys are disabled in three runs, and none is lost', async () => {
  const rows = Array.from({ length: KEYS }, (_none, index) =>
    aReportRow({
      user: `u${index}`,
      ...aKey(1, { lastRotated: LONG_AGO, lastUsed: daysAgo(100) + index }),
    }),
  );
  const disabled = new Set<string>();
  const perRun: number[] = [];
  while (disabled.size < KEYS && perRun.length < 5) {
    const before = disabled.size;
    await aRun(rows, disabled);
    perRun.push(disabled.size - before);
  }
  expect(disabled.size).toBe(KEYS);
  expect(Math.max(...perRun)).toBeLessThan(4_000);
  expect(perRun.length).toBeLessThanOrEqual(3);
});

async function aRun(rows: readonly ReturnType<typeof aReportRow>[], disabled: Set<string>): Promise<void> {
  const paced = new PacedClock();
  const evaluation = anEvaluation(rows, { policy });
  const history = () => ({});
  const named = evaluation.judged.map((judged) => {
    const { credential } = judged;
    const index = Number(credential.user.name.slice(1));
    return credential.kind === 'accessKey'
      ? { ...judged, credential: { ...credential, id: idOf(index) } }
      : judged;
  });
  const candidates = candidatesOf({ judged: named }, history).filter(
    ({ credential }) => !disabled.has(credential.user.name),
  );
  const users = new Map(
    candidates.map(({ credential }) => [credential.user.name as string, credential.user]),
  );
  const inspector: Ports['inspector'] = {
    readUser: async ({ user }) => {
      await paced.call('GetUser', 'ListAccessKeys', 'GetAccessKeyLastUsed');
      const { name, arn, createdAt = 0 } = users.get(user) ?? {};
      if (name === undefined || arn === undefined || !isUserName(name)) return 'gone';
      const key = aLiveKey({ id: idOf(Number(user.slice(1))), createdAt: LONG_AGO, lastUsed: daysAgo(100) });
      const look: LiveUser = {
        identity: { name, arn, path: '/', createdAt },
        tags: new Map(),
        groups: undefined,
        passwordLastUsed: 'never',
        loginProfile: 'notAsked',
        keys: [key],
      };
      return look;
    },
    readBack: async (targets) => {
      await paced.call('ListAccessKeys');
      return targets.map(() => ({ kind: 'disabled' }));
    },
  };
  const writer: NonNullable<Ports['writer']> = {
    disable: async ({ user }) => {
      await paced.call('UpdateAccessKey');
      disabled.add(user.name);
      return { kind: 'accepted' };
    },
  };
  const { clock } = paced;
  const ports = { inspector, clock };
  const reportRows = new Map(parsedReport(...rows).users.map((row) => [row.user.arn, row]));
  const context = { policy, history, reportRows, now: NOW, evaluation };
  await paced.run(
    (async () => {
      const bounds = { enough: enoughConfirmed(KEYS, lifted), until: timeForWrites(clock.remaining()) };
      const { confirmed, notInspected } = await confirmCandidates(candidates, context, ports, bounds);
      const planned = plan(confirmed, KEYS, lifted, notInspected.length);
      if (planned.kind === 'go') await executePlan(planned.actions, disable(writer, ports), context, ports);
    })(),
  );
}
