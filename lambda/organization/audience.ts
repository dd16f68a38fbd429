import type { Audience } from '../domain/audience';
import type { PolicyInForce } from '../domain/settings';
import { readAudience } from '../sweep/audience';
import type { CoordinatorPorts } from './coordinator';

/** Who receives a mail of the organization's topic at this moment. The policy says which subscriptions count. */
export function audienceNow(
  policy: PolicyInForce | undefined,
  ports: Pick<CoordinatorPorts, 'topic' | 'log'>,
): Promise<Audience> {
  return readAudience({ settings: policy && { policy, mode: undefined } }, ports);
}
