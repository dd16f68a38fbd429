import pLimit from 'p-limit';
import { messageOf } from '../errors';
import type { Allotment } from '../domain/organization/act';
import { isFinal } from '../domain/organization/answer';
import {
  type Coverage,
  coverageOf,
  type PlanInFlight,
  type StoredAnswer,
} from '../domain/organization/coverage';
import { type FrozenSettings, parseFrozenSettings } from '../domain/organization/frozen-settings';
import { plannedIn } from '../domain/organization/plan-in-flight';
import { parseAllotment, parseRoster } from '../domain/organization/record-texts';
import type { Roster } from '../domain/organization/roster';
import type { Coordinator } from './coordinator';
import { type SettingsInForce, settingsIn } from './freeze-settings';

/** What stands in the bucket about one run. */
export interface RunFacts {
  readonly frozen: FrozenSettings;
  readonly settings: SettingsInForce;
  readonly roster: Roster;
  readonly allotment: Allotment | undefined;
  readonly coverage: Coverage;
}

const READS_AT_ONCE = 20;

/** @returns undefined for a run that never froze a roster @throws */
export async function factsOf(runId: string, coordinator: Coordinator): Promise<RunFacts | undefined> {
  const { options, ports } = coordinator;
  const { records } = ports;
  const [settingsText, rosterText, allotmentText] = await Promise.all([
    records.read(runId, 'settings.json'),
    records.read(runId, 'accounts.json'),
    records.read(runId, 'allotment.json'),
  ]);
  if (settingsText === undefined || rosterText === undefined) return undefined;
  const frozen = parseFrozenSettings(settingsText);
  const roster = parseRoster(rosterText, { runId });
  const allotment = allotmentText === undefined ? undefined : parseAllotment(allotmentText, { runId });
  const stored = await storedAnswers(runId, coordinator);
  return {
    frozen,
    settings: await settingsIn(frozen, options, frozen.at),
    roster,
    allotment,
    coverage: await coverageAfterAct({ roster, stored, allotment }, coordinator),
  };
}

/** An answer that cannot be read is none: its account counts as not reached. */
export async function storedAnswers(
  runId: string,
  { ports: { records, log } }: Coordinator,
): Promise<readonly StoredAnswer[]> {
  const texts = await records.answers(runId, (accountId, answer) => {
    if ('text' in answer) return answer.text;
    log('WARN', 'answer-unreadable', { runId, accountId, error: answer.unreadable });
    return '';
  });
  return [...texts].map(([accountId, text]) => ({ accountId, text }));
}

async function coverageAfterAct(
  {
    roster,
    stored,
    allotment,
  }: {
    readonly roster: Roster;
    readonly stored: readonly StoredAnswer[];
    readonly allotment: Allotment | undefined;
  },
  { ports: { records, log } }: Coordinator,
): Promise<Coverage> {
  const acting = (allotment?.items ?? []).filter(({ ids }) => ids.length > 0);
  const allotted = new Set(acting.map(({ id }) => id));
  const { accounts } = coverageOf({ roster, stored, allotted, plans: [] });
  const answered = new Set(
    accounts.flatMap(({ account, answer }) => (answer && isFinal(answer) ? [account.id] : [])),
  );
  const silent = acting.filter(({ id }) => !answered.has(id));
  const plans = await pLimit(READS_AT_ONCE).map(silent, async ({ id, ids }): Promise<PlanInFlight[]> => {
    try {
      const plan = await records.recordsOf(id).read(roster.runId, 'plan.json');
      return plan === undefined ? [] : [{ accountId: id, actions: plannedIn(plan, ids) }];
    } catch (error) {
      // It may stand there, and then all of it may have been done.
      log('WARN', 'plan-unreadable', { runId: roster.runId, accountId: id, error: messageOf(error) });
      return [{ accountId: id, actions: ids.map((each) => ({ id: each })) }];
    }
  });
  return coverageOf({ roster, stored, allotted, plans: plans.flat() });
}
