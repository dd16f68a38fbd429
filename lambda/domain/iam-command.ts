/**
 * A call of `aws iam`. The digest quotes its values. A `variable` is one that the reader sets first: AWS refuses an empty
 * value, so a command that is pasted too early changes nothing.
 */
export interface IamCommand {
  /** Such as `update-access-key`. */
  readonly call: string;
  /** Options in order. One without a value is a switch. */
  readonly options: readonly (readonly [
    option: string,
    value?: string | number | { readonly variable: string },
  ])[];
}

/** A command about one user, such as `list-access-keys`. */
export function userCommand(
  call: string,
  userName: string,
  ...more: readonly IamCommand['options'][number][]
): IamCommand {
  return { call, options: [['user-name', userName], ...more] };
}

/** Deactivates a credential. `--status Active` undoes it. */
export function deactivation(
  call: string,
  userName: string,
  idOption: string,
  id: string | { readonly variable: string },
): IamCommand {
  return userCommand(call, userName, [idOption, id], ['status', 'Inactive']);
}
