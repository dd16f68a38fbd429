import { type AccountId, HOME_REGIONS } from '../../../lambda/domain/identity';
import type { Why } from '../investigation';

/** The form of a region's name. The name becomes part of a host name, so nothing else may pass. */
export function isRegion(text: string): boolean {
  return /^[a-z]{2,4}(?:-[a-z]{2,12}){1,3}-\d{1,2}$/.test(text);
}

/**
 * Where CloudTrail records that an IAM user signed in to the console at the global address. A sign-in at the address of
 * a region is recorded in that region.
 *
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 */
const SIGN_IN_REGIONS: Readonly<Record<string, readonly string[]>> = {
  aws: ['us-east-1', 'us-east-2', 'eu-north-1', 'ap-southeast-2'],
};

export interface PlacesToLook {
  readonly account: AccountId;
  /** The region that the caller has configured. It mostly is the stack's. */
  readonly configured: string;
  /** Where each access key was last used, as IAM says it. That may be `N/A`. */
  readonly keyUses: readonly string[];
  /** Those of the option `--regions`. */
  readonly option: readonly string[];
}

export interface RegionToAsk {
  readonly region: string;
  readonly why: readonly Why[];
}

/** Each region once, with all reasons to ask it. IAM's own region comes first. */
export function regionsToAsk({ account, configured, keyUses, option }: PlacesToLook): RegionToAsk[] {
  const home = HOME_REGIONS[account.partition];
  const reasons: readonly (readonly [Why, readonly string[]])[] = [
    ['iam', home === undefined ? [] : [home]],
    ['signIn', SIGN_IN_REGIONS[account.partition] ?? []],
    ['configured', [configured]],
    ['keyUse', keyUses.filter(isRegion)],
    ['option', option],
  ];
  const asked = new Map<string, Why[]>();
  for (const [why, regions] of reasons) {
    for (const region of new Set(regions)) asked.set(region, [...(asked.get(region) ?? []), why]);
  }
  return [...asked].map(([region, why]) => ({ region, why }));
}
