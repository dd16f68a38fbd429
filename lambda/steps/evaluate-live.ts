import { Halted, orHalt } from '../halted';
import type { FetchedReport, Ports } from '../ports';
import type { AccountId } from '../domain/identity';
import { type Evaluation, evaluate, type EvaluationInput, usersToLookUp } from '../domain/judge/evaluate';
import type { LookedUp } from '../domain/judge/looked-up';
import { asksAboutGroups } from '../domain/judge/rule';
import type { CredentialReport } from '../domain/report/facts';
import { parseCredentialReport } from '../domain/report/parse';

/** @throws Halted with the reason `report` */
export function readReport(fetched: FetchedReport, account: AccountId): Promise<CredentialReport> {
  return orHalt('report', () => parseCredentialReport(fetched.content, fetched.generatedAt, account));
}

/**
 * "A report with over 20% and over 5 users fewer than the last readable one halts once": it may be cut short
 * in a way that shows nowhere else. No user at all where there were some is the same.
 *
 * @throws Halted with the reason `user-drop`
 */
export function refuseUserDrop({ users }: CredentialReport, before: number | undefined): void {
  if (before === undefined || before === 0) return;
  const missing = before - users.length;
  if (users.length > 0 && !(missing > 5 && missing > before * 0.2)) return;
  throw new Halted(
    'user-drop',
    `the credential report has ${users.length} users, and the last one had ${before}`,
  );
}

/** Judges everybody, with the tags and groups of those for whom they matter. @throws Halted */
export async function evaluateLive(
  input: Omit<EvaluationInput, 'lookedUp'>,
  { directory }: Pick<Ports, 'directory'>,
): Promise<Evaluation> {
  const { report, policy, now } = input;
  const users = usersToLookUp(report, policy, now);
  const groups = asksAboutGroups(policy);
  const lookedUp = await orHalt('report', () =>
    directory.lookUp(users, { groups, totalUsers: report.users.length }),
  );
  refuseIfNoneReadable([...lookedUp.values()]);
  return evaluate({ ...input, lookedUp: ({ arn }) => lookedUp.get(arn) });
}

/** One user who cannot be read is unclear; none at all means that exemptions by tag are not read. */
function refuseIfNoneReadable(users: readonly LookedUp[]): void {
  const [first] = users;
  if (first?.kind !== 'unreadable' || users.some(({ kind }) => kind !== 'unreadable')) return;
  throw new Halted('policy', `no user's tags could be read, and so no exemption by tag: ${first.cause}`);
}
