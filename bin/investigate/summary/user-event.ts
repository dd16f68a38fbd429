import type { RecordedEvent } from '../../../lambda/domain/cloudtrail-record';
import type { Instant } from '../../../lambda/domain/instant';
import { clean } from '../../../lambda/domain/text';
import { credentialOf, type CallCredential } from './call-credential';

/** A call of the user, or a sign-in. Every text is cleaned and cut, because others can choose what it says. */
export interface UserEvent {
  readonly at: Instant;
  /** `iam`, of `iam.amazonaws.com`. */
  readonly service: string;
  readonly name: string;
  readonly region: string;
  readonly readOnly: boolean;
  readonly outcome: 'done' | 'denied' | 'failed';
  /** The code, or the message if there is no code. Undefined for what was done. */
  readonly error: string | undefined;
  readonly address: string;
  readonly agent: string;
  readonly credential: CallCredential;
  /** What a denied call was about, as far as the record says. */
  readonly resource: string | undefined;
  /** The text parameters of the request. */
  readonly parameters: ReadonlyMap<string, string>;
  /** The id of the access key, or of the temporary credentials, that the call created. */
  readonly issuedKey: string | undefined;
  readonly signIn: { readonly outcome: string | undefined; readonly mfa: string | undefined } | undefined;
}

const shown = (text: string) => clean(text, 200);
/** For ARNs: a role's may have 600 characters, with its path. */
const shownInFull = (text: string) => clean(text, 1_024);

/**
 * Codes for a missing permission: `AccessDenied`, `Client.UnauthorizedOperation`, `AuthorizationError` (SNS),
 * `AccessDeniedForDependencyException`, ...
 */
const DENIED = /AccessDenied|Unauthorized|NotAuthorized|AuthorizationError|Forbidden/i;

export function userEventOf({ at, record }: RecordedEvent): UserEvent {
  const { errorCode, errorMessage, responseElements: response } = record;
  const error = errorCode || errorMessage;
  const isDenied = DENIED.test(errorCode ?? '');
  return {
    at,
    service: shown(record.eventSource.replace(/\.amazonaws\.com(?:\.cn)?$/, '')),
    name: shown(record.eventName),
    region: shown(record.awsRegion ?? 'unknown'),
    readOnly: record.readOnly,
    outcome: isDenied ? 'denied' : error ? 'failed' : 'done',
    error: error ? shown(error) : undefined,
    address: shown(record.sourceIPAddress || 'unknown'),
    agent: shown(record.userAgent || 'unknown'),
    credential: credentialOf(record),
    resource: isDenied ? resourceOf(record) : undefined,
    parameters: new Map(
      Object.entries(record.requestParameters ?? {}).flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, shownInFull(value)] as const] : [],
      ),
    ),
    issuedKey: shownIf(response?.accessKey?.accessKeyId ?? response?.credentials?.accessKeyId),
    signIn: isConsoleLogin(record)
      ? { outcome: response?.ConsoleLogin, mfa: record.additionalEventData?.MFAUsed }
      : undefined,
  };
}

function isConsoleLogin({ eventName, eventSource }: RecordedEvent['record']): boolean {
  return eventName === 'ConsoleLogin' && eventSource.startsWith('signin.');
}

/** The message names the resource, if the service says it: an ARN, or words such as `user eve`. */
function resourceOf({ errorMessage, resources }: RecordedEvent['record']): string | undefined {
  const named = /\bon resource: (.+?)(?: because | with an explicit |$)/.exec(errorMessage ?? '')?.[1];
  return shownIf(named ?? resources?.find(({ ARN: arn }) => arn !== undefined)?.ARN);
}

function shownIf(text: string | undefined): string | undefined {
  return text ? shownInFull(text) : undefined;
}
