import type { LastLook } from '../domain/act/live';
import { utcSecond } from '../domain/instant';
import { USE_ROUNDING } from '../domain/judge/evidence';
import { UnexpectedAnswer } from './answer';

/**
 * Answers may each be as IAM's API promises and not be true together: then none of them is evidence, and what was
 * looked at is left alone.
 *
 * @throws UnexpectedAnswer
 */
export function refuseContradictions({
  identity: { name, arn, path, createdAt },
  passwordLastUsed,
  keys,
}: Exclude<LastLook, 'gone'>): void {
  if (!arn.endsWith(`:user${path}${name}`)) {
    throw new UnexpectedAnswer('GetUser', `the path ${JSON.stringify(path)}, and the ARN ${arn}`);
  }
  // 1970 and the year 1 are no last uses either: placeholders, before anything was created.
  if (passwordLastUsed !== 'never' && passwordLastUsed < createdAt - USE_ROUNDING) {
    throw new UnexpectedAnswer(
      'GetUser',
      `a password used on ${utcSecond(passwordLastUsed)}, before its user`,
    );
  }
  if (keys === 'notAsked') return;
  for (const { id, createdAt: created, lastUsed } of keys) {
    if (typeof lastUsed === 'number' && lastUsed < created - USE_ROUNDING) {
      throw new UnexpectedAnswer(
        'GetAccessKeyLastUsed',
        `${id} used on ${utcSecond(lastUsed)}, before it was created`,
      );
    }
  }
}
