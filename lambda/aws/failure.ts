import type { MetadataBearer } from '@aws-sdk/types';

/** AWS answered, and not with what its API promises: an HTML page, an empty body, a list left out. */
export class UnexpectedAnswer extends Error {
  override readonly name = 'UnexpectedAnswer';
  constructor(action: string, detail: string) {
    super(`${action} did not answer as its API says: ${detail}`);
  }
}

/** The error code on the wire (`NoSuchEntity`), which differs from the SDK's class name now and then. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const wire = 'Code' in error && typeof error.Code === 'string' ? error.Code : error.name;
  return wire.replace(/Exception$/, '');
}

export function isNoSuchEntity(error: unknown): boolean {
  return codeOf(error) === 'NoSuchEntity';
}

/** One line for people: `GetUser failed: AccessDenied: User ... is not authorized ...`. */
export function describeFailure(action: string, error: unknown): string {
  if (error instanceof UnexpectedAnswer) return error.message;
  const code = codeOf(error);
  const message = error instanceof Error ? error.message.replaceAll(/\s+/g, ' ').trim() : '';
  return message && message !== code ? `${action} failed: ${code}: ${message}` : `${action} failed: ${code}`;
}

/** How many requests the SDK sent before it gave up; undefined when it does not say. */
export function attemptsOf(error: unknown): number | undefined {
  const metadata = (error as Partial<MetadataBearer> | undefined)?.$metadata;
  return metadata?.attempts;
}

/** The HTTP status of the last answer; undefined when there was none. */
export function statusOf(error: unknown): number | undefined {
  const metadata = (error as Partial<MetadataBearer> | undefined)?.$metadata;
  return metadata?.httpStatusCode;
}
