import { SFNClient } from '@aws-sdk/client-sfn';
import { clientsAt } from '../clients';

/** The SDK's clients, calling the emulator from the central account. */
export function centralClientsAt(endpoint: string) {
  const { close, ...clients } = clientsAt(endpoint);
  const sfn = new SFNClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
  });
  return {
    ...clients,
    sfn,
    close: () => {
      close();
      sfn.destroy();
    },
  };
}
