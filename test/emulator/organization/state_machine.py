"""moto's interpreter of Step Functions, with what it lacks for our machine."""

import copy
import datetime as real
import functools
import json
import types

import moto.stepfunctions.models
import moto.stepfunctions.parser.backend.execution
import moto.stepfunctions.parser.models
from moto.stepfunctions.models import StateMachine
from moto.stepfunctions.parser.asl.component.state.exec.state_task import lambda_eval_utils
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser
from moto.stepfunctions.parser.asl.utils import json_path
from moto.stepfunctions.parser.backend.execution import Execution
from moto.stepfunctions.parser.models import stepfunctions_parser_backends

import emulated_clock
from organization import functions


class MovedDatetime(real.datetime):
    """An execution begins and ends by the emulator's clock."""

    @classmethod
    def now(cls, tz=None):
        return (emulated_clock.now().replace(tzinfo=real.timezone.utc)).astimezone(tz)


MOVED = types.SimpleNamespace(datetime=MovedDatetime, timezone=real.timezone)


def invoke_lambda_function(parameters, region, state_credentials):
    """moto asks for Docker."""
    try:
        answer = functions.invoke(parameters["FunctionName"], json.loads(parameters["Payload"]))
        return {"StatusCode": 200, "ExecutedVersion": "$LATEST", "Payload": answer}
    except functions.FunctionError as error:
        return {"StatusCode": 200, "FunctionError": "Unhandled", "Payload": error.payload}


def parse(definition):
    """moto takes 100.0 for a percentage, and not the 100 that the CDK writes."""
    return original_parse(definition.replace('"ToleratedFailurePercentage":100,', '"ToleratedFailurePercentage":100.0,'))


def get_start_execution_details(self):
    """`$$.Execution.StartTime` is "2019-03-26T20:14:13.192Z" in the developer guide (Context object)."""
    details = original_start_details(self)
    details.start_time = f"{self.start_date.strftime('%Y-%m-%dT%H:%M:%S')}.{self.start_date.microsecond // 1000:03}Z"
    return details


original_parse = AmazonStateLanguageParser.parse
original_start_details = Execution.get_start_execution_details


def install():
    lambda_eval_utils._invoke_lambda_function = invoke_lambda_function
    AmazonStateLanguageParser.parse = staticmethod(parse)
    Execution.get_start_execution_details = get_start_execution_details
    # A second execution copies the state machine, and would copy its backend, which has locks.
    StateMachine.__deepcopy__ = lambda self, memo: copy.copy(self)
    # moto builds a parser at every path: 170 ms an account.
    json_path.parse = functools.lru_cache(4096)(json_path.parse)
    # What CloudFormation makes is otherwise in the backend that does not execute.
    moto.stepfunctions.models.stepfunctions_backends = stepfunctions_parser_backends
    moto.stepfunctions.parser.models.datetime = MOVED
    moto.stepfunctions.parser.backend.execution.datetime = MOVED
