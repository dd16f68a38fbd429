import { limits } from './mutations/limits';
import type { SeededOrganization } from './mutations/seeded';
import { theRest } from './mutations/the-rest';
import { told } from './mutations/told';
import { whoMay } from './mutations/who-may';

/** What each law must find: the organization's program with one thing wrong with it. */
export const SEEDED_ORGANIZATION: readonly SeededOrganization[] = [...told, ...limits, ...whoMay, ...theRest];
