import { utcSecond } from '../../../lambda/domain/instant';
import type { SignIn } from '../investigation';
import type { UserEvent } from './user-event';

/**
 * The attempts to sign in to the console, the latest first. An attempt with a name that no user has is not among them:
 * CloudTrail hides the name, because it may be a password.
 */
export function signInsOf(events: readonly UserEvent[]): SignIn[] {
  return events
    .toSorted((one, other) => other.at - one.at)
    .flatMap(({ signIn, at, region, address, agent, error }) =>
      signIn === undefined
        ? []
        : [
            {
              at: utcSecond(at),
              region,
              outcome: outcomeOf(signIn.outcome),
              mfa: mfaOf(signIn.mfa),
              address,
              agent,
              ...(error === undefined ? {} : { error }),
            },
          ],
    );
}

function outcomeOf(text: string | undefined): SignIn['outcome'] {
  return text === 'Success' ? 'success' : text === 'Failure' ? 'failure' : 'unknown';
}

function mfaOf(text: string | undefined): SignIn['mfa'] {
  return text === 'Yes' ? 'yes' : text === 'No' ? 'no' : 'unknown';
}
