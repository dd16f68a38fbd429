import type { ReportedUser } from '../../../lambda/domain/credential';
import type { LookedUp } from '../../../lambda/domain/evaluation/user-lookup';
import type { FetchedReport, ReportSource, UserDirectory } from '../../../lambda/ports';

// What a sweep was told of the account, for the forecast, which goes on where the sweep ends: IAM is asked once.

export class RememberingReports implements ReportSource {
  /** What was answered last; undefined before, and when it failed. */
  answer: FetchedReport | undefined;

  constructor(private readonly source: ReportSource) {}

  async fetch(): Promise<FetchedReport> {
    this.answer ??= await this.source.fetch();
    return this.answer;
  }
}

export class RememberingDirectory implements UserDirectory {
  private readonly known = new Map<string, LookedUp>();

  constructor(private readonly directory: UserDirectory) {}

  async lookUp(
    users: readonly ReportedUser[],
    options: Parameters<UserDirectory['lookUp']>[1],
  ): Promise<ReadonlyMap<string, LookedUp>> {
    const missing = users.filter(({ arn }) => !this.known.has(arn));
    for (const [arn, looked] of await this.directory.lookUp(missing, options)) this.known.set(arn, looked);
    return this.known;
  }
}
