import type { FakeAccount } from './account';
import type { JsonService } from './services';
import { AwsError, type Params } from './wire';

// It embodies docs/assumptions.md A49.

export const ssm: JsonService = {
  protocol: 'json',
  operations: { GetParameter: getParameter, GetParameters: getParameters, PutParameter: putParameter },
};

function getParameter(account: FakeAccount, params: Params) {
  const parameter = find(account, params['Name'] ?? '');
  if (!parameter) throw new AwsError('ParameterNotFound', 400, `Parameter ${params['Name']} not found.`);
  return { Parameter: parameter };
}

function getParameters(account: FakeAccount, params: Params) {
  const names: unknown = JSON.parse(params['Names'] ?? '[]');
  if (!Array.isArray(names) || names.length < 1 || names.length > 10) {
    throw new AwsError('ValidationException', 400, "Value at 'names' must have length between 1 and 10.");
  }
  const asked = names.map((name) => ({ name: String(name), parameter: find(account, String(name)) }));
  return {
    Parameters: asked.flatMap(({ parameter }) => parameter ?? []),
    InvalidParameters: asked.flatMap(({ name, parameter }) => (parameter ? [] : name)),
  };
}

function putParameter(account: FakeAccount, params: Params) {
  const { Name: name = '', Value: value = '', Overwrite: overwrite } = params;
  const existing = account.parameters[name];
  if (existing && overwrite !== 'true') {
    throw new AwsError(
      'ParameterAlreadyExists',
      400,
      'The parameter already exists. Set Overwrite to change it.',
    );
  }
  const allowedPattern = params['AllowedPattern'] ?? existing?.allowedPattern;
  if (allowedPattern !== undefined && !new RegExp(`^(?:${allowedPattern})$`).test(value)) {
    const message = `Parameter value, cannot be validated against allowedPattern: ${allowedPattern}`;
    throw new AwsError('ParameterPatternMismatchException', 400, message);
  }
  const version = (existing?.version ?? 0) + 1;
  account.parameters[name] = { value, version, ...(allowedPattern !== undefined && { allowedPattern }) };
  return { Version: version, Tier: 'Standard' };
}

function find(account: FakeAccount, name: string) {
  const parameter = account.parameters[name];
  return (
    parameter && {
      ARN: `arn:${account.partition}:ssm:${account.region}:${account.id}:parameter${name}`,
      Name: name,
      Type: 'String',
      DataType: 'text',
      Value: parameter.value,
      Version: parameter.version,
      // Times are epoch seconds in AWS JSON.
      LastModifiedDate: account.now() / 1000,
    }
  );
}
