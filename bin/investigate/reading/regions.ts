import { type AccountId, HOME_REGIONS, isRegion, SIGN_IN_REGIONS } from '../../../lambda/domain/identity';
import type { Why } from '../investigation';

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
