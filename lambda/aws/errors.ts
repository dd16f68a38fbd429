import { IAMServiceException as ServiceException } from '@aws-sdk/client-iam';
import { printableLine } from '../domain/text';
import { UnexpectedResponse } from './responses';

/** Advice for developers that the SDK appends when it could not parse a response. */
const ADVICE = /\s*Deserialization error: to see the raw response[^]*/;

/** The error code in the response, such as `NoSuchEntity`. The SDK's class name sometimes differs from it. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const wire = 'Code' in error && typeof error.Code === 'string' ? error.Code : error.name;
  return wire.replace(/Exception$/, '');
}

export function isNoSuchEntity(error: unknown): boolean {
  return codeOf(error) === 'NoSuchEntity';
}

/** One short line for people, such as `GetUser failed: AccessDenied: User ... is not authorized ...`. */
export function describeFailure(action: string, error: unknown): string {
  if (error instanceof CallFailed) return error.message;
  if (error instanceof UnexpectedResponse) return printableLine(error.message);
  if (error instanceof Error && ADVICE.test(error.message)) {
    return printableLine(new UnexpectedResponse(action, error.message.replace(ADVICE, '')).message);
  }
  const code = codeOf(error);
  const message = error instanceof Error ? error.message.trim() : '';
  return printableLine(`${action} failed: ${code}${message && message !== code ? `: ${message}` : ''}`);
}

/** An AWS call failed. The message is one line that names the call. */
export class CallFailed extends Error {
  override readonly name = 'CallFailed';
  constructor(action: string, error: unknown) {
    super(describeFailure(action, error), { cause: error });
  }
}

/**
 * Turns errors into `CallFailed`. NoSuchEntity passes unchanged, because it has a meaning for the caller.
 *
 * @throws CallFailed, or IAM's NoSuchEntity
 */
export async function withAction<T>(action: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw error instanceof CallFailed || isNoSuchEntity(error) ? error : new CallFailed(action, error);
  }
}

/** The number of requests that the SDK sent; undefined when it does not say. */
export function attemptsOf(error: unknown): number | undefined {
  return metadataOf(error)?.attempts;
}

/** The HTTP status of the last response; undefined when there was none. */
export function statusOf(error: unknown): number | undefined {
  return metadataOf(error)?.httpStatusCode;
}

function metadataOf(error: unknown): ServiceException['$metadata'] | undefined {
  return ServiceException.isInstance(error) ? error.$metadata : undefined;
}
