import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import * as z from 'zod';
import { codeOf, describeFailure, parseResponse } from '../../lambda/aws/responses';

/** What a lock needs of a deployed stack, from the stack's outputs. */
export interface Deployment {
  readonly bucket: string;
  readonly topicArn: string;
  readonly parameters: { readonly mode: string; readonly policy: string };
}

export type FoundDeployment =
  | ({ readonly kind: 'found' } & Deployment)
  | { readonly kind: 'none' }
  /** Whether there is one is not known. */
  | { readonly kind: 'unknown'; readonly cause: string };

const Answer = z.object({
  Stacks: z.tuple([
    z.object({
      Outputs: z.array(z.object({ OutputKey: z.string(), OutputValue: z.string() })).default([]),
    }),
  ]),
});

/** Finds the stack in the region of this shell. Never throws. */
export async function findDeployment(
  stack: string,
  region: string,
  client = new CloudFormationClient({ region }),
): Promise<FoundDeployment> {
  try {
    const answer = await client.send(new DescribeStacksCommand({ StackName: stack }));
    const { Outputs: outputs } = parseResponse(Answer, 'DescribeStacks', answer).Stacks[0];
    const valueOf = (key: string) => outputs.find(({ OutputKey }) => OutputKey === key)?.OutputValue;
    const bucket = valueOf('RecordBucketName');
    const topicArn = valueOf('DigestTopicArn');
    const mode = valueOf('ModeParameterName');
    const policy = valueOf('PolicyParameterName');
    if (!bucket || !topicArn || !mode || !policy) {
      return { kind: 'unknown', cause: `the stack ${stack} in ${region} has not the outputs of iam-lapse` };
    }
    return { kind: 'found', bucket, topicArn, parameters: { mode, policy } };
  } catch (error) {
    if (isMissingStack(error)) return { kind: 'none' };
    return { kind: 'unknown', cause: describeFailure('DescribeStacks', error) };
  } finally {
    client.destroy();
  }
}

/** CloudFormation has no error code of its own for it: "Stack with id IamLapse does not exist". */
function isMissingStack(error: unknown): boolean {
  return (
    codeOf(error) === 'ValidationError' && error instanceof Error && /does not exist/.test(error.message)
  );
}
