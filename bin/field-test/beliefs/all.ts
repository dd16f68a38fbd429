import type { Belief } from '../belief';
import { eventBeliefs } from './events';
import { KEY_BELIEFS } from './keys';
import { PASSWORD_BELIEFS } from './passwords';
import { REPORT_BELIEFS } from './report';
import { USER_BELIEFS } from './users';

/** In the order in which they are tried. */
export function beliefs(options: { readonly waitForEvents: boolean }): readonly Belief[] {
  return [
    ...USER_BELIEFS,
    ...PASSWORD_BELIEFS,
    ...KEY_BELIEFS,
    ...REPORT_BELIEFS,
    ...eventBeliefs({ wait: options.waitForEvents }),
  ];
}
