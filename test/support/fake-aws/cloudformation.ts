import type { QueryService } from './services';
import { AwsError, isoSeconds } from './wire';

export const cloudformation: QueryService = {
  protocol: 'query',
  namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
  version: '2010-05-15',
  operations: {
    DescribeStacks: (account, params) => {
      const name = params['StackName'] ?? '';
      const outputs = account.stacks[name];
      if (!outputs) throw new AwsError('ValidationError', 400, `Stack with id ${name} does not exist`);
      return {
        Stacks: [
          {
            StackName: name,
            StackStatus: 'UPDATE_COMPLETE',
            CreationTime: isoSeconds(account.now()),
            Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
          },
        ],
      };
    },
  },
};
