import * as z from 'zod';
import { IAMServiceException as ServiceException } from '@aws-sdk/client-iam';
import { printableLine } from '../domain/text';

/** The response is not what the API promises, such as an HTML page, an empty body, or a missing list. */
export class UnexpectedResponse extends Error {
  override readonly name = 'UnexpectedResponse';
  constructor(action: string, detail: string) {
    super(`${action} returned an unexpected response: ${printableLine(detail)}`);
  }
}

/** Checks the shape of a response. It is needed because the SDK parses an HTML page with status 200 to `{}`. */
export function parseResponse<T>(schema: z.ZodType<T>, action: string, response: unknown): T {
  const parsed = schema.safeParse(response);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UnexpectedResponse(action, `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
}

const Paging = z.object({ IsTruncated: z.boolean().optional(), Marker: z.string().optional() });

/**
 * Checks the pages of an IAM list. A truncated page without a marker, or with a repeated one, is an error: the SDK's
 * paginator would end silently with an incomplete list, or never end.
 *
 * @throws UnexpectedResponse
 */
export async function* parsePages<T>(
  schema: z.ZodType<T>,
  action: string,
  pages: AsyncIterable<unknown>,
): AsyncGenerator<T> {
  const markers = new Set<string>();
  for await (const page of pages) {
    const { IsTruncated: truncated, Marker: marker } = parseResponse(Paging, action, page);
    if (truncated) {
      if (!marker)
        throw new UnexpectedResponse(action, 'the list is truncated, but has no marker for the next page');
      if (markers.has(marker)) throw new UnexpectedResponse(action, 'a marker is repeated');
      markers.add(marker);
    }
    yield parseResponse(schema, action, page);
  }
}

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
