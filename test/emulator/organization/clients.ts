import { IAMClient } from '@aws-sdk/client-iam';
import { SFNClient } from '@aws-sdk/client-sfn';
import { clientsAt } from '../clients';

const SETTINGS = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
};

/** IAM of any account, for somebody who may do everything there. */
export function iamOf(account: string, endpoint: string): IAMClient {
  const client = new IAMClient({ ...SETTINGS, endpoint });
  client.middlewareStack.add(
    (next) => (args) => {
      Object.assign(Object(args.request).headers, { 'x-moto-account-id': account });
      return next(args);
    },
    { step: 'build' },
  );
  return client;
}

/** The SDK's clients, calling the emulator from the central account. */
export function centralClientsAt(endpoint: string) {
  const { close, ...clients } = clientsAt(endpoint);
  const sfn = new SFNClient({ ...SETTINGS, endpoint });
  return {
    ...clients,
    sfn,
    close: () => {
      close();
      sfn.destroy();
    },
  };
}
