import pLimit from 'p-limit';
import * as z from 'zod';
import { type Instant } from '../../lambda/domain/instant';
import { DEFAULT_ACCOUNTS_AT_ONCE } from '../../lib/organization/organization-stack';
import { scheduledAt } from '../../test/support/deployment';
import { CENTRAL } from '../../test/support/organization';
import type { FakeOrganizationProcess } from './fake-organization';
import type { Functions } from './functions';
import type { Course } from './transitions';

const Pin = z.object({ versionId: z.string(), sha256: z.string() });
const List = Pin.extend({ key: z.string(), count: z.number() });
const Frozen = z.looseObject({
  status: z.literal('frozen'),
  runId: z.string(),
  settings: Pin,
  roster: List,
});
const Allotted = z.object({ act: List });
const Told = z.object({ status: z.string(), cause: z.string() });

/** How an execution ended. */
export interface Ended {
  readonly status: string;
  readonly cause: string;
  readonly course: Course;
  /** What children threw; each a child lost. */
  readonly lost: readonly string[];
  /** Wall time of each step, ms. */
  readonly ms: Readonly<Record<Step, number>>;
}

export type Step = 'freeze' | 'judge' | 'allot' | 'act' | 'tell';

/** The state machine's part: Freeze, Judge over the roster, Allot, Act, Tell. It sends what the machine's states send. */
export async function execute(
  functions: Functions,
  organization: FakeOrganizationProcess,
  now: Instant,
): Promise<Ended> {
  const execution = {
    id: `arn:aws:states:us-east-1:${CENTRAL}:execution:IamLapseOrganization:${now}`,
    startTime: new Date(now).toISOString(),
  };
  const input = scheduledAt(now);
  const lost: string[] = [];
  const ms: Record<Step, number> = { freeze: 0, judge: 0, allot: 0, act: 0, tell: 0 };
  const timed = async <T>(step: Step, run: () => Promise<T>): Promise<T> => {
    const begun = performance.now();
    const answer = await run();
    ms[step] = performance.now() - begun;
    return answer;
  };
  const coordinator = (step: 'freeze' | 'allot' | 'tell', run?: object) =>
    timed(step, () => functions.invoke('coordinator', { step, execution, input, ...(run && { run }) }));
  const map = (phase: 'judge' | 'act', key: string, run: object) =>
    timed(phase, async () => {
      const accounts = await organization.list(key);
      await pLimit(DEFAULT_ACCOUNTS_AT_ONCE).map(accounts, async (account) => {
        try {
          await functions.invoke('account', { account, phase, run });
        } catch (error) {
          lost.push(`${account}: ${String(error)}`);
        }
      });
    });

  const frozen = Frozen.parse(await coordinator('freeze'));
  const { runId, settings, roster } = frozen;
  const pins = { runId, settings: Pin.parse(settings), roster: Pin.parse(roster) };
  await map('judge', roster.key, pins);
  const { act } = Allotted.parse(await coordinator('allot', frozen));
  const isActing = act.count > 0;
  if (isActing) await map('act', act.key, { ...pins, act: Pin.parse(act) });
  const { status, cause } = Told.parse(await coordinator('tell', { ...frozen, act }));
  return {
    status,
    cause,
    course: {
      path: [
        'Freeze',
        'RosterFrozen',
        'Judge',
        'Allot',
        'AnybodyToAct',
        ...(isActing ? ['Act'] : []),
        'Tell',
        'Green',
        endOf(status),
      ],
      children: { Judge: roster.count, ...(isActing && { Act: act.count }) },
    },
    lost,
    ms,
  };
}

function endOf(status: string): string {
  switch (status) {
    case 'completed':
      return 'Completed';
    case 'not-covered':
      return 'OrganizationNotCovered';
    case 'actions-failed':
      return 'ActionsFailed';
    default:
      return 'SweepHalted';
  }
}
