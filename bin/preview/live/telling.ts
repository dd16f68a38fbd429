import type { IAMClient, ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/client-iam';
import type { InitializeMiddleware } from '@smithy/types';
import { count } from '../../../lambda/domain/digest/text';
import type { Progress } from './progress';

/** Tells of every call that goes out: in a large account reading takes minutes. */
export function tellingOf(iam: IAMClient, progress: Progress): void {
  const start = performance.now();
  let calls = 0;
  const tell: InitializeMiddleware<ServiceInputTypes, ServiceOutputTypes> = (next, context) => (args) => {
    calls += 1;
    const seconds = Math.round((performance.now() - start) / 1000);
    const what = /CredentialReport/.test(context.commandName ?? '')
      ? 'Waiting for the credential report'
      : 'Reading users';
    progress.say(`${what}: ${seconds} s, ${count(calls, 'call')}`);
    return next(args);
  };
  iam.middlewareStack.add(tell, { name: 'tellProgress', step: 'initialize' });
}
