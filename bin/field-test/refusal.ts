import { CallFailed, codeOf } from '../../lambda/aws/responses';

/** Calls IAM, and expects a refusal. @returns its code, or undefined if IAM accepted the call */
export async function refusalOf(call: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await call();
    return undefined;
  } catch (error) {
    return codeOf(error instanceof CallFailed ? error.cause : error);
  }
}
