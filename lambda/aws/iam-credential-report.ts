import {
  GenerateCredentialReportCommand,
  GetCredentialReportCommand,
  type GetCredentialReportCommandOutput,
  type IAMClient,
} from '@aws-sdk/client-iam';
import type { Clock, FetchedReport, ReportSource } from '../ports';
import { UnexpectedResponse } from './responses';
import { codeOf, describeFailure } from './errors';

const INITIAL_POLL_DELAY_MS = 1_000;
const MAX_POLL_DELAY_MS = 10_000;
/** Time that is left for the rest of the run, because a large account's report takes minutes (docs/design.md §5.13). */
const RESERVED_MS = 120_000;
const REPORT_TIMEOUT_MS = 8 * 60_000;

/** IAM did not provide a credential report. */
export class ReportUnavailable extends Error {
  override readonly name = 'ReportUnavailable';
}

/** Generates the account's credential report, waits for it, and fetches it. */
export class IamReportSource implements ReportSource {
  constructor(
    private readonly iam: IAMClient,
    private readonly clock: Pick<Clock, 'now' | 'elapsed' | 'remaining' | 'sleep'>,
  ) {}

  /** @throws ReportUnavailable */
  async fetch(): Promise<FetchedReport> {
    const deadline = this.clock.elapsed() + Math.min(REPORT_TIMEOUT_MS, this.clock.remaining() - RESERVED_MS);
    let expired = 0;
    for (;;) {
      await this.generate(deadline);
      const response = await this.get();
      if (response !== 'notYet') return this.parse(response);
      // The report may expire between the two calls, but hardly twice in a row.
      expired += 1;
      if (expired > 1) {
        throw new ReportUnavailable(
          'IAM said twice that the credential report is complete, and then did not have it',
        );
      }
    }
  }

  private async generate(deadline: number): Promise<void> {
    for (let pause = INITIAL_POLL_DELAY_MS; ; pause = Math.min(2 * pause, MAX_POLL_DELAY_MS)) {
      const state = await this.state();
      if (state === 'COMPLETE') return;
      if (state !== 'STARTED' && state !== 'INPROGRESS') {
        throw unavailable(
          new UnexpectedResponse('GenerateCredentialReport', `state ${JSON.stringify(state)}`),
        );
      }
      if (this.clock.elapsed() + pause > deadline) {
        throw new ReportUnavailable('the credential report was not ready in time; it may be at the next run');
      }
      await this.clock.sleep(pause);
    }
  }

  private async state(): Promise<string | undefined> {
    try {
      return (await this.iam.send(new GenerateCredentialReportCommand({}))).State;
    } catch (error) {
      throw unavailable(error, 'GenerateCredentialReport');
    }
  }

  private async get(): Promise<GetCredentialReportCommandOutput | 'notYet'> {
    try {
      return await this.iam.send(new GetCredentialReportCommand({}));
    } catch (error) {
      // The codes in the response, and the SDK's names for them.
      const notYet = [
        'ReportNotPresent',
        'ReportExpired',
        'ReportInProgress',
        'CredentialReportNotPresent',
        'CredentialReportExpired',
        'CredentialReportNotReady',
      ];
      if (notYet.includes(codeOf(error))) return 'notYet';
      throw unavailable(error, 'GetCredentialReport');
    }
  }

  private parse(response: GetCredentialReportCommandOutput): FetchedReport {
    const { Content: content, GeneratedTime: generated, ReportFormat: format } = response;
    const problem =
      content === undefined || content.length === 0
        ? 'no content'
        : generated === undefined || Number.isNaN(generated.getTime())
          ? 'no time of generation'
          : format !== 'text/csv' && `format ${JSON.stringify(format)}`;
    if (problem || !content || !generated) {
      throw unavailable(new UnexpectedResponse('GetCredentialReport', String(problem)));
    }
    return { content, generatedAt: generated.getTime(), fetchedAt: this.clock.now() };
  }
}

function unavailable(error: unknown, action = ''): ReportUnavailable {
  return new ReportUnavailable(describeFailure(action, error), { cause: error });
}
