import * as z from 'zod';
import type { Moto } from './moto';

const Entry = z.object({
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  body_encoded: z.boolean(),
});

/** The parameters of an IAM request, with `Action`. */
export type IamRequest = Readonly<Record<string, string>>;

/** The IAM requests while something ran, from moto's own recorder. */
export async function iamRequestsDuring<T>(
  moto: Moto,
  run: () => Promise<T>,
): Promise<{ readonly result: T; readonly requests: readonly IamRequest[] }> {
  await recorder(moto, 'reset-recording', 'POST');
  await recorder(moto, 'start-recording', 'POST');
  const result = await run();
  await recorder(moto, 'stop-recording', 'POST');
  const recording = await recorder(moto, 'download-recording', 'GET');
  return { result, requests: iamRequestsIn(await recording.text()) };
}

/**
 * moto writes an entry and its line break apart. An entry over 8 KiB is flushed in between, and another request's entry
 * may come before the line break. Inside an entry, quotes are escaped, so it does not hold the start of another one.
 */
const BETWEEN_ENTRIES = /\n|(?<=\})(?=\{"headers": )/;

function iamRequestsIn(recording: string): IamRequest[] {
  return recording
    .split(BETWEEN_ENTRIES)
    .filter((line) => line !== '')
    .map((line) => Entry.parse(JSON.parse(line)))
    .filter(({ headers }) => headers['Authorization']?.includes('/iam/aws4_request'))
    .map(({ body, body_encoded: encoded }) => {
      const text = encoded ? Buffer.from(body, 'base64').toString() : body;
      const { Version: _, ...parameters } = Object.fromEntries(new URLSearchParams(text));
      return parameters;
    });
}

/** The requests that change something. All of IAM's reads start with one of three words. */
export function writesAmong(requests: readonly IamRequest[]): IamRequest[] {
  return requests.filter(({ Action }) => !/^(Get|List|Generate)/.test(Action ?? ''));
}

async function recorder(moto: Moto, verb: string, method: 'GET' | 'POST'): Promise<Response> {
  return moto.request(`/moto-api/recorder/${verb}`, { method });
}
