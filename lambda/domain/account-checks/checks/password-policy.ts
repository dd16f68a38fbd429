import * as z from 'zod';
import { count } from '../../text';
import { ACCOUNT, checkWithThresholds, type Finding, findingOf, unavailableFact } from '../check';
import { type IamCommand } from '../../iam-command';
import { CONTROLS, type Controls, NO_CONTROLS, type BenchmarkId } from '../controls';
import type { PasswordSwitch } from '../facts';

const Baseline = z.strictObject({
  minimumLength: z.int().min(6).max(128).describe('Minimum length of a password; CIS says 14'),
  reusePrevention: z
    .int()
    .min(0)
    .max(24)
    .describe('How many earlier passwords cannot be used again; CIS says 24'),
  maxAgeDays: z
    .int()
    .min(1)
    .max(1095)
    .optional()
    .describe(
      'After how many days passwords must expire; leave it out if they need not. Of the benchmarks, only CIS 1.2 asks for it (90)',
    ),
  characterClasses: z
    .boolean()
    .optional()
    .describe(
      'Whether passwords must have an uppercase letter, a lowercase letter, a symbol and a number. Of the benchmarks, only CIS 1.2 asks for it',
    ),
  changeOwnPassword: z
    .boolean()
    .optional()
    .describe(
      'Whether users must be allowed to change their own password. No benchmark asks for it; a restored password needs it',
    ),
});

/** The figures of CIS and of Security Hub. A finding that only a stricter policy causes cites neither. */
const BENCHMARK = { minimumLength: 14, reusePrevention: 24, maxAgeDays: 90 };

/** Compares the account's password policy with a baseline. Without a policy, IAM's default is compared. */
export const passwordPolicy = checkWithThresholds({
  id: 'passwordPolicy',
  title: 'password policy of the account below the baseline',
  description: 'An account password policy that is weaker than the baseline',
  needs: ['passwordRules'],
  thresholds: Baseline,
  example: '{"minimumLength": 14, "reusePrevention": 24}',
  defaults: (benchmark: BenchmarkId): z.infer<typeof Baseline> => ({
    minimumLength: BENCHMARK.minimumLength,
    reusePrevention: BENCHMARK.reusePrevention,
    ...(benchmark === 'cis-1.2' ? { maxAgeDays: BENCHMARK.maxAgeDays, characterClasses: true } : {}),
    changeOwnPassword: true,
  }),
  *find(facts, { minimumLength, reusePrevention, maxAgeDays, characterClasses, changeOwnPassword }) {
    const { passwordRules: rules } = facts.account;
    if (rules.kind !== 'read') {
      yield unavailableFact(ACCOUNT, rules);
      return;
    }
    // Without a user who has a password, the policy applies to nobody; a benchmark asks for it all the same.
    const nobody = facts.report.users.every(({ password }) => password.kind === 'none');
    const belowBaseline = (key: string, fact: string, controls: Controls): Finding =>
      findingOf(facts, {
        subject: ACCOUNT,
        severity: nobody ? 'low' : 'medium',
        key,
        fact: `${prefix}${fact}${nobody ? '; no user has a password' : ''}`,
        fix: rules.value === 'none' ? FIX_WITHOUT_POLICY : FIX,
        commands: [command],
        controls,
      });
    const prefix = rules.value === 'none' ? "none is set, so IAM's default applies: " : '';
    const actual = rules.value === 'none' ? DEFAULT : rules.value;
    const days =
      maxAgeDays === undefined ? actual.maxAgeDays : Math.min(maxAgeDays, actual.maxAgeDays ?? Infinity);
    // IAM's default asks for three of the four kinds, so none of them is required. It lets users change their password.
    const on: readonly PasswordSwitch[] =
      rules.value === 'none' ? ['allow-users-to-change-password'] : rules.value.switches;
    const classes = characterClasses ? CHARACTER_CLASSES.filter(({ name }) => !on.includes(name)) : [];
    const needsChange = changeOwnPassword === true && !nobody && !on.includes(CHANGE);
    const missing = [...classes.map(({ name }) => name), ...(needsChange ? [CHANGE] : [])];
    const command: IamCommand = {
      call: 'update-account-password-policy',
      options: [
        ['minimum-password-length', Math.max(minimumLength, actual.minimumLength)],
        ['password-reuse-prevention', Math.max(reusePrevention, actual.reusePrevention)],
        ...(days === undefined ? [] : [['max-password-age', days] as const]),
        ...[...new Set([...actual.switches, ...missing])].map((name) => [name] as const),
      ],
    };
    if (actual.minimumLength < minimumLength) {
      yield belowBaseline(
        'length',
        `length ${actual.minimumLength}, not ${minimumLength}`,
        actual.minimumLength < BENCHMARK.minimumLength ? CONTROLS.passwordLength : NO_CONTROLS,
      );
    }
    if (actual.reusePrevention < reusePrevention) {
      yield belowBaseline(
        'reuse',
        `${actual.reusePrevention} earlier passwords are remembered, not ${reusePrevention}`,
        CONTROLS.passwordReuse,
      );
    }
    const expiresAfter = actual.maxAgeDays ?? Infinity;
    if (maxAgeDays !== undefined && expiresAfter > maxAgeDays) {
      const age = actual.maxAgeDays === undefined ? 'never' : `after ${count(actual.maxAgeDays, 'day')}`;
      yield belowBaseline(
        'expiry',
        `passwords expire ${age}, not after ${count(maxAgeDays, 'day')}`,
        expiresAfter > BENCHMARK.maxAgeDays ? CONTROLS.passwordExpiry : NO_CONTROLS,
      );
    }
    for (const { name, words, controls } of classes) {
      yield belowBaseline(name, `passwords need no ${words}`, controls);
    }
    if (needsChange) {
      const fact = 'users may not change their own password, as they must after a restore';
      yield belowBaseline(CHANGE, fact, NO_CONTROLS);
    }
  },
});

/**
 * The IAM User Guide gives this as the default policy: 8 characters of at least three kinds, no reuse prevention, no expiry.
 * A policy of the account cannot ask for "three of four", so the command asks for all kinds, as examples/guards does.
 */
const DEFAULT = {
  minimumLength: 8,
  reusePrevention: 0,
  maxAgeDays: undefined,
  switches: [
    'require-lowercase-characters',
    'require-uppercase-characters',
    'require-numbers',
    'require-symbols',
    'allow-users-to-change-password',
  ],
} as const;
/** The recommendations 1.5 to 1.8 of CIS 1.2, in their order. */
const CHARACTER_CLASSES = [
  { name: 'require-uppercase-characters', words: 'uppercase letter', controls: CONTROLS.uppercase },
  { name: 'require-lowercase-characters', words: 'lowercase letter', controls: CONTROLS.lowercase },
  { name: 'require-symbols', words: 'symbol', controls: CONTROLS.symbol },
  { name: 'require-numbers', words: 'number', controls: CONTROLS.number },
] as const;
/**
 * The command that restores a password has the option `--password-reset-required`, and changing it needs
 * iam:ChangePassword (docs/digest.md, "Undo"). This setting allows it to all users. No benchmark asks for it.
 */
const CHANGE = 'allow-users-to-change-password';
/** "If you do not specify values for optional parameters, IAM uses the default values" (UpdateAccountPasswordPolicy). */
const FIX =
  'The command sets what is below the baseline, and repeats the other settings as they were in this run. IAM sets what a call leaves out to its default.';
const FIX_WITHOUT_POLICY =
  'The command sets a policy. It also asks for all four kinds of characters, and lets users change their own password. IAM sets what a call leaves out to its default.';
