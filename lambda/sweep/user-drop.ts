import { Halted, messageOf } from '../errors';
import { CutShort, type ListedUser, type Ports } from '../ports';
import type { CredentialReport } from '../domain/credential-report/facts';
import { MINUTE } from '../domain/instant';
import { count } from '../domain/text';

/** A user may be created while the report is collected, and its date may lie a little after that. */
const REPORT_LAG = 5 * MINUTE;

/**
 * A report that is cut off at the end of a row looks complete. So "if it has over 20% and over 5 users fewer than the
 * last readable one, or none at all where there were some", IAM is asked for all users. The run halts only if one of
 * them existed before the report and has no row, or if they cannot be listed (docs/design.md §5.12).
 *
 * @throws Halted with the reason `user-drop`
 */
export async function refuseUserDrop(
  { users, generatedAt }: CredentialReport,
  before: number | undefined,
  { directory }: Pick<Ports, 'directory'>,
): Promise<void> {
  if (before === undefined || before === 0) return;
  const missing = before - users.length;
  if (users.length > 0 && !(missing > 5 && missing > before * 0.2)) return;
  const drop = `the credential report has ${count(users.length, 'user')}, and the last one had ${before}`;
  let listed: readonly ListedUser[];
  try {
    listed = await directory.listUsers();
  } catch (error) {
    throw new Halted('user-drop', `${drop}; whether they still exist is not known: ${messageOf(error)}`, {
      cause: error,
    });
  }
  const rows = new Set<string>(users.map(({ user }) => user.arn));
  const cutOff = listed.filter(
    ({ arn, createdAt }) => createdAt < generatedAt - REPORT_LAG && !rows.has(arn),
  );
  const [first] = cutOff;
  if (!first) return;
  const who = `${count(cutOff.length, 'user')} who existed before it ${cutOff.length === 1 ? 'has' : 'have'} no row`;
  throw new Halted('user-drop', `${drop}; ${who}, such as ${first.arn}`, { cause: new CutShort(who) });
}
