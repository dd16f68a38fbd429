import * as z from 'zod';
import { DAY, utcDate, utcSecond, wholeDays } from '../../instant';
import { FUTURE_TOLERANCE } from '../../credential-report/facts';
import { type UnreadableFact, checkWithThresholds, findingOf, unreadCell, user } from '../check';
import { CONTROLS, NO_CONTROLS } from '../controls';

/** Of CIS and Security Hub. A policy that asks for more cites nobody for it. */
const BENCHMARK_DAYS = 90;

/** "Access keys are rotated every 90 days or less": IAM has no other rotation than a new key. */
export const keyRotation = checkWithThresholds({
  id: 'keyRotation',
  title: 'active access keys that have not been rotated',
  description: 'Active access keys that are older than maxAgeDays',
  thresholds: z.strictObject({
    maxAgeDays: z.int().min(1).max(3650).describe('Days after which an active key is too old; CIS says 90'),
  }),
  example: '{"maxAgeDays": 90}',
  defaults: () => ({ maxAgeDays: BENCHMARK_DAYS }),
  *find(facts, { maxAgeDays }) {
    for (const {
      user: { name },
      keys,
    } of facts.report.users) {
      for (const key of keys) {
        if (key.kind === 'notUnderstood') yield unreadCell(user(name), key);
        if (key.kind !== 'active') continue;
        const { lastRotated } = key;
        if (lastRotated.kind !== 'at') {
          yield lastRotated.kind === 'never' ? noDate(name) : unreadCell(user(name), lastRotated);
        } else if (lastRotated.at > facts.now + FUTURE_TOLERANCE) {
          const cause = `a key was created on ${utcDate(lastRotated.at)}, which has not come yet`;
          yield { whom: user(name), cause };
        } else if (facts.now - lastRotated.at > maxAgeDays * DAY) {
          yield findingOf(facts, {
            whom: user(name),
            severity: 'medium',
            which: utcSecond(lastRotated.at),
            fact: `key created ${utcDate(lastRotated.at)}, ${wholeDays(lastRotated.at, facts.now)} days ago`,
            fix: `Create a new key, move its user over, and delete the old one; ${maxAgeDays} days are allowed.`,
            controls: facts.now - lastRotated.at > BENCHMARK_DAYS * DAY ? CONTROLS.keyRotation : NO_CONTROLS,
          });
        }
      }
    }
  },
});

function noDate(name: string): UnreadableFact {
  return { whom: user(name), cause: 'a key is active, and the report does not say since when' };
}
