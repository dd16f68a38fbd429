import { announced } from './mutations/announced';
import { anomalous } from './mutations/anomalous';
import { recorded } from './mutations/recorded';
import { restoring } from './mutations/restoring';
import { stops } from './mutations/stops';
import { theRest } from './mutations/the-rest';
import { told } from './mutations/told';
import { wrongCredential } from './mutations/wrong-credential';
import type { Seeded } from './mutations/seeded';

/** What each law must find: the code under test with one thing wrong with it. */
export const SEEDED: readonly Seeded[] = [
  ...wrongCredential,
  ...anomalous,
  ...announced,
  ...recorded,
  ...told,
  ...restoring,
  ...stops,
  ...theRest,
];
