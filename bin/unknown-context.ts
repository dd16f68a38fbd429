import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { PLACES_IN_POLICY } from '../lambda/domain/policy/schema';
import { isMode, MODE_PARAMETER, MODES } from '../lambda/domain/settings';
import { nearest } from '../lambda/domain/text';

type Context = Readonly<Record<string, unknown>>;

/**
 * The CDK's keys without a namespace. Its command line keeps the first two in cdk.context.json (`cdk acknowledge`,
 * `cdk cli-telemetry`); the library reads the third.
 */
const KEYS_OF_THE_CDK = ['acknowledged-issue-numbers', 'cli-telemetry', 'assets-ecr-repository-name'];

/** A context key that this app does not know. */
export interface UnknownKey {
  readonly key: string;
  /** What it is or may be meant to be. */
  readonly message: string;
  /** The key of this app that it is like. */
  readonly meant?: string;
}

/**
 * The keys that are neither known nor of the CDK, whose keys have a namespace: `@aws-cdk/...`, `aws:cdk:...`, and
 * `vpc-provider:...` for what it looked up.
 *
 * @param userWide the context of `~/.cdk.json`. It holds for every app of this user, so an unknown key there is no
 *   mistake, unless it is a known one but for case and punctuation.
 */
export function unknownKeys(context: Context, known: readonly string[], userWide: Context): UnknownKey[] {
  return Object.keys(context)
    .filter((key) => !known.includes(key) && !/[:/]/.test(key) && !KEYS_OF_THE_CDK.includes(key))
    .map((key) => explained(key, context[key], known))
    .filter(({ key, meant }) => {
      const isUserWide = key in userWide && isDeepStrictEqual(userWide[key], context[key]);
      return !isUserWide || (meant !== undefined && (plain(meant) === plain(key) || !(meant in context)));
    });
}

function explained(key: string, value: unknown, known: readonly string[]): UnknownKey {
  const spelling = known.find((each) => plain(each) === plain(key));
  const elsewhere = spelling === undefined ? placeOf(key, value) : undefined;
  if (elsewhere !== undefined) return { key, message: elsewhere };
  const meant = spelling ?? nearest(key, [...known, ...ELSEWHERE.keys()]);
  if (meant === undefined) {
    return { key, message: `is not a key of iam-lapse. The keys are: ${known.join(', ')}` };
  }
  const message = `is not a key of iam-lapse: did you mean "${meant}"?`;
  if (known.includes(meant)) return { key, message, meant };
  return { key, message: `${message} It ${placeOf(meant, value)}` };
}

/** Settings that are not in the context, by name, with what says where they are. */
const ELSEWHERE = new Map<string, (value: unknown) => string>([
  ...[...PLACES_IN_POLICY].map(([key, places]) => [key, () => policyAdvice(key, places)] as const),
  ['policy', () => 'is not in the context: the policy is the file policy.json beside cdk.json'],
  ['mode', modeAdvice],
  ['enforce', modeAdvice],
  ['dryRun', modeAdvice],
  [
    'region',
    () => 'is not in the context: the CDK takes the region from AWS_REGION or from your AWS profile',
  ],
  [
    'account',
    () =>
      'is not in the context: the account is that of your AWS credentials; choose them with --profile NAME',
  ],
  ['profile', () => 'is not in the context: pass --profile NAME, or set AWS_PROFILE'],
]);

function policyAdvice(key: string, places: readonly string[]): string {
  const name = places.includes(key) ? '' : ` as ${places.join(' and ')},`;
  return `belongs in policy.json,${name} not in the context`;
}

function modeAdvice(value: unknown): string {
  const given = typeof value === 'string' && isMode(value) ? value : undefined;
  const command = `aws ssm put-parameter --name ${MODE_PARAMETER} --value ${given ?? 'MODE'} --overwrite`;
  const which = given === undefined ? ` (MODE is ${MODES.join(' or ')})` : '';
  return `is not in the context: it is the SSM parameter ${MODE_PARAMETER}. Deploy first, then: ${command}${which}`;
}

/** `limits.onExceed` is found by its last part. */
function placeOf(key: string, value: unknown): string | undefined {
  const last = plain(key.split('.').at(-1) ?? key);
  return [...ELSEWHERE].find(([name]) => plain(name) === last)?.[1](value);
}

function plain(key: string): string {
  return key.toLowerCase().replaceAll(/[^a-z]/g, '');
}

/** The context of `~/.cdk.json`, which the CDK's command line adds to that of every app. */
export function userWideContext(home = homedir()): Context {
  let text: string;
  try {
    text = readFileSync(join(home, '.cdk.json'), 'utf8');
  } catch {
    // Most users have none. Without it, every unknown key is refused.
    return {};
  }
  try {
    return UserWide.parse(JSON.parse(text)).context;
  } catch {
    // The CDK's command line refuses such a file itself.
    return {};
  }
}

const UserWide = z.object({ context: z.record(z.string(), z.unknown()).default({}) });
