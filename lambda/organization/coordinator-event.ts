import * as z from 'zod';
import { type Instant } from '../domain/instant';
import { InvalidInvocation } from '../sweep/invocation';

const Pin = z.looseObject({ versionId: z.string().min(1), sha256: z.string().regex(/^[0-9a-f]{64}$/) });

/** The execution that asks. A step that Step Functions retries is asked by the same one. */
const Execution = z.looseObject({
  id: z.string().regex(/^arn:[\w-]+:states:[\w-]+:\d{12}:execution:[\w-]+:[\w-]+$/),
  startTime: z.iso.datetime().transform((time): Instant => Date.parse(time)),
});
export type Execution = z.infer<typeof Execution>;

const FrozenRun = z.looseObject({
  runId: z.string().regex(/^\d{8}T\d{6}Z(-[\w-]{1,36})?$/),
  settings: Pin,
  roster: Pin,
});
export type FrozenRun = z.infer<typeof FrozenRun>;

/** What the state machine sends to the coordinator (docs/design.md §9.10). */
const CoordinatorEvent = z.discriminatedUnion('step', [
  z.looseObject({ step: z.literal('freeze'), execution: Execution, input: z.unknown() }),
  z.looseObject({ step: z.literal('allot'), execution: Execution, run: FrozenRun }),
  z.looseObject({ step: z.literal('tell'), execution: Execution, run: FrozenRun }),
]);
export type CoordinatorEvent = z.infer<typeof CoordinatorEvent>;

/** @throws InvalidInvocation */
export function parseCoordinatorEvent(event: unknown): CoordinatorEvent {
  const parsed = CoordinatorEvent.safeParse(event);
  if (parsed.success) return parsed.data;
  throw new InvalidInvocation(
    "not an event this function knows: only the organization's state machine invokes it. Start an execution of that instead",
    { cause: parsed.error },
  );
}

/** The state machine whose execution this is. The function must not need it in its environment: each names the other. */
export function stateMachineOf(executionArn: string): string {
  return executionArn.replace(':execution:', ':stateMachine:').replace(/:[^:]*$/, '');
}
