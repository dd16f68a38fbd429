import { forecast } from '../../../lambda/domain/forecast/forecast';
import type { ForecastDay } from '../../../lambda/domain/forecast/day';
import { DAY } from '../../../lambda/domain/instant';
import { usersToLookUp } from '../../../lambda/domain/judge/evaluate';
import { asksAboutGroups } from '../../../lambda/domain/judge/rule';
import { memoryOf } from '../../../lambda/domain/ledger/recall';
import type { Ledger } from '../../../lambda/domain/ledger/schema';
import type { Policy } from '../../../lambda/domain/policy/schema';
import { parseCredentialReport } from '../../../lambda/domain/report/parse';
import type { Sweep } from '../../../lambda/domain/sweep';
import type { RememberingDirectory, RememberingReports } from './remembering';

/** Goes on from what a sweep has read, with the tags and groups of those who come to matter later. */
export async function forecastLive(
  asked: {
    readonly sweep: Sweep;
    readonly policy: Policy;
    readonly ledger: Ledger;
    readonly days: number;
  },
  {
    reports: { answer },
    directory,
  }: { readonly reports: RememberingReports; readonly directory: RememberingDirectory },
): Promise<readonly ForecastDay[]> {
  const { sweep, policy, ledger, days } = asked;
  // Halted before anybody was judged.
  if (!answer || !sweep.evaluation) return [];
  const report = parseCredentialReport(answer.content, answer.generatedAt, sweep.account);
  const users = usersToLookUp(report, policy, sweep.now + (days - 1) * DAY);
  const lookedUp = await directory.lookUp(users, {
    groups: asksAboutGroups(policy),
    totalUsers: report.users.length,
  });
  return forecast({
    report,
    policy,
    lookedUp: ({ arn }) => lookedUp.get(arn),
    memory: memoryOf(ledger),
    now: sweep.now,
    days,
  });
}
