import * as z from 'zod';
import type { BenchmarkId } from '../../benchmark';
import { ACCOUNT, checkWithThresholds, type Finding, findingOf, unreadFact } from '../check';
import { CONTROLS, type Controls, NO_CONTROLS } from '../controls';

const Baseline = z.strictObject({
  minimumLength: z.int().min(6).max(128).describe('CIS says 14'),
  reusePrevention: z
    .int()
    .min(0)
    .max(24)
    .describe('Earlier passwords that must not be used again; CIS says 24'),
  maxAgeDays: z
    .int()
    .min(1)
    .max(1095)
    .optional()
    .describe(
      'Days after which passwords expire; left out: they need not. Of the benchmarks only 1.2 says 90',
    ),
});

/** RunMetrics of CIS and Security Hub. A policy that asks for more cites nobody for it. */
const BENCHMARK = { minimumLength: 14, reusePrevention: 24, maxAgeDays: 90 };

/** The account's password policy against a baseline. IAM's default is no policy at all, and none is a finding. */
export const passwordPolicy = checkWithThresholds({
  id: 'passwordPolicy',
  title: 'password policy of the account below the baseline',
  description: 'Password policy of the account that asks for less than the baseline',
  needs: ['passwordRules'],
  thresholds: Baseline,
  example: '{"minimumLength": 14, "reusePrevention": 24}',
  defaults: (benchmark: BenchmarkId): z.infer<typeof Baseline> => ({
    minimumLength: BENCHMARK.minimumLength,
    reusePrevention: BENCHMARK.reusePrevention,
    ...(benchmark === 'cis-1.2' ? { maxAgeDays: BENCHMARK.maxAgeDays } : {}),
  }),
  *find(facts, { minimumLength, reusePrevention, maxAgeDays }) {
    const { passwordRules: rules } = facts.account;
    if (rules.kind !== 'read') {
      yield unreadFact(ACCOUNT, rules);
      return;
    }
    const falls = (which: string, fact: string, controls: Controls): Finding =>
      findingOf(facts, { whom: ACCOUNT, severity: 'medium', which, fact: said + fact, fix: FIX, controls });
    const none = rules.value === 'none';
    const said = none ? "none is set, so that IAM's default holds: " : '';
    const actual = rules.value === 'none' ? DEFAULT : rules.value;
    if (actual.minimumLength < minimumLength) {
      yield falls(
        'length',
        `length ${actual.minimumLength}, not ${minimumLength}`,
        actual.minimumLength < BENCHMARK.minimumLength ? CONTROLS.passwordLength : NO_CONTROLS,
      );
    }
    if (actual.ledgerFacts < reusePrevention) {
      yield falls(
        'reuse',
        `${actual.ledgerFacts} earlier passwords are remembered, not ${reusePrevention}`,
        CONTROLS.passwordReuse,
      );
    }
    const expiresAfter = actual.maxAgeDays ?? Infinity;
    if (maxAgeDays !== undefined && expiresAfter > maxAgeDays) {
      const age = actual.maxAgeDays === undefined ? 'never' : `after ${actual.maxAgeDays} days`;
      yield falls(
        'expiry',
        `passwords expire ${age}, not after ${maxAgeDays} days`,
        expiresAfter > BENCHMARK.maxAgeDays ? CONTROLS.passwordExpiry : NO_CONTROLS,
      );
    }
  },
});

/** "If you don't set a custom password policy": 8 characters, no reuse prevention, no expiry (IAM User Guide). */
const DEFAULT = { minimumLength: 8, ledgerFacts: 0, maxAgeDays: undefined };
const FIX =
  'aws iam update-account-password-policy sets all of it at once, and what is left out falls back: examples/guards has the line.';
