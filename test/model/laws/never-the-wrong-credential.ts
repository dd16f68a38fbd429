import { MINUTE, utcSecond } from '../../../lambda/domain/instant';
import { arnOf } from '../account';
import { type AppliedWrite, type Run, writesOf } from '../journal';
import { allowedDays, daysBetween, lastSign, protectedBy } from '../oracle';
import type { Law } from './law';

/** "Evidence older than 5 minutes is read again", and a call or two may come between look and write. */
const LOOK_KEEPS = 5 * MINUTE + 5_000;
/** An event may come to CloudTrail's history 15 minutes late, and the history is read again after five (§8.1). */
const RESET_KEEPS = 15 * MINUTE + LOOK_KEEPS;

/** 1: "Act only on positive, fresh, unambiguous evidence about that one credential." */
export const neverTheWrongCredential: Law = {
  name: '1. Never the wrong credential',
  brokenBy: ({ journal }) =>
    writesOf(journal).flatMap(({ run, write }) =>
      faultsOf(run, write).map((fault) => `#${run.invocation} ${write.words}: ${fault}`),
    ),
};

function faultsOf(run: Run, write: AppliedWrite): string[] {
  const { policy, report } = run;
  const { look, label, user, target, at } = write;
  if (!policy || !report) return ['written without policy or report'];
  if (!look) return ['written without a last look'];
  const faults: string[] = [];
  if (at - look.at > LOOK_KEEPS) faults.push(`the last look was ${(at - look.at) / MINUTE} minutes old`);

  const meant = report.users.get(target.user.arn);
  if (meant !== user.serial || look.user.serial !== user.serial || arnOf(user) !== target.user.arn) {
    faults.push('another user than the one that the report means');
  }
  if (!report.enabled.has(label)) faults.push('another credential than the one that the report means');
  if (run.odd.some((odd) => odd === label || (policy.judge === 'user' && sameUser(odd, label)))) {
    faults.push('its evidence was not understood');
  }

  if (run.aheadIn.some((id) => isEntryOf(id, write)) && policy.noticeDays > 0) {
    faults.push('its entry in the ledger was of the future');
  }

  const kind = target.kind;
  const seenUntil = Math.max(report.takenAt, at - RESET_KEEPS);
  const unused = daysBetween(lastSign(policy, look.user, label, { at: look.at, seenUntil }), run.startedAt);
  const days = allowedDays(policy, look.user, kind);
  if (!(unused >= days)) faults.push(`unused for ${unused} days, and ${days} are allowed`);

  const exemption = protectedBy(policy, look.user, run.startedAt);
  if (exemption !== undefined) faults.push(`exempt by "${exemption}"`);
  return faults;
}

/** Whether the ledger's id is that of the credential that was hit. */
function isEntryOf(id: string, { target, user }: AppliedWrite): boolean {
  if (!id.startsWith(`${target.user.arn}@${utcSecond(user.createdAt)}/`)) return false;
  return target.kind === 'password' ? id.endsWith('/password') : id.includes(`/${target.keyId}`);
}

function sameUser(one: string, other: string): boolean {
  return one.split('/')[0] === other.split('/')[0];
}
