import * as z from 'zod';
import { DAY, utcDate, utcSecond, wholeDays } from '../../instant';
import { FUTURE_TOLERANCE } from '../../credential-report/facts';
import { count } from '../../text';
import {
  type UnreadableFact,
  checkWithThresholds,
  findingOf,
  unlistedKeys,
  unreadableCell,
  user,
} from '../check';
import { deactivation, userCommand } from '../../iam-command';
import { CONTROLS, NO_CONTROLS } from '../controls';

/** The figure of CIS and of Security Hub. A finding that only a stricter policy causes cites neither. */
const BENCHMARK_DAYS = 90;

/** CIS: "access keys are rotated every 90 days or less". In IAM, rotating means creating a new key. */
export const keyRotation = checkWithThresholds({
  id: 'keyRotation',
  title: 'active access keys that have not been rotated',
  description: 'Active access keys that are older than maxAgeDays',
  thresholds: z.strictObject({
    maxAgeDays: z
      .int()
      .min(1)
      .max(3650)
      .describe('After how many days an active key is too old; CIS says 90'),
  }),
  example: '{"maxAgeDays": 90}',
  defaults: () => ({ maxAgeDays: BENCHMARK_DAYS }),
  *find(facts, { maxAgeDays }) {
    for (const row of facts.report.users) {
      const { name } = row.user;
      yield* unlistedKeys(row);
      for (const key of row.keys) {
        if (key.kind === 'notUnderstood') yield unreadableCell(user(name), key);
        if (key.kind !== 'active') continue;
        const { lastRotated } = key;
        if (lastRotated.kind !== 'at') {
          yield lastRotated.kind === 'never' ? noDate(name) : unreadableCell(user(name), lastRotated);
        } else if (lastRotated.at > facts.now + FUTURE_TOLERANCE) {
          const cause = `a key was created on ${utcDate(lastRotated.at)}, which is in the future`;
          yield { subject: user(name), cause };
        } else if (facts.now - lastRotated.at > maxAgeDays * DAY) {
          yield findingOf(facts, {
            subject: user(name),
            severity: 'medium',
            key: utcSecond(lastRotated.at),
            fact: `key created ${utcDate(lastRotated.at)}, ${count(wholeDays(lastRotated.at, facts.now), 'day')} ago`,
            fix: `Create a new key, and move what uses the old one to it. Then set OLD_KEY_ID to the id of the old key, and make it inactive. Delete it only after some days without an error. Allowed: ${count(maxAgeDays, 'day')}.`,
            commands: [
              userCommand('list-access-keys', name),
              userCommand('create-access-key', name),
              deactivation('update-access-key', name, 'access-key-id', { variable: 'OLD_KEY_ID' }),
            ],
            controls: facts.now - lastRotated.at > BENCHMARK_DAYS * DAY ? CONTROLS.keyRotation : NO_CONTROLS,
          });
        }
      }
    }
  },
});

function noDate(name: string): UnreadableFact {
  return { subject: user(name), cause: 'a key is active, but the report does not say when it was created' };
}
