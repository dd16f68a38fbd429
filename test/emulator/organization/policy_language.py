"""The language of IAM's policies, as far as this project's go. What this does not know is an error."""

import functools
import json
import re


@functools.lru_cache(1024)
def parsed(text):
    return [each for each in listed(json.loads(text)["Statement"])]


def statements_in(text):
    return parsed(text if isinstance(text, str) else json.dumps(text))


def allows(statements, action, resource, context):
    about = [each["Effect"] for each in statements if is_about(each, action, resource, context)]
    return "Allow" in about and "Deny" not in about


def is_about(statement, action, resource, context):
    if not any(like(each.lower(), action.lower()) for each in listed(statement["Action"])):
        return False
    if "Resource" in statement:
        hit = any(like(each, resource) for each in listed(statement["Resource"]))
    else:
        hit = not any(like(each, resource) for each in listed(statement["NotResource"]))
    return hit and all(
        holds(operator, listed(values), context.get(key))
        for operator, keys in statement.get("Condition", {}).items()
        for key, values in keys.items()
    )


def holds(operator, values, given):
    match operator:
        case "StringEquals" | "Bool":
            return given in values
        case "NumericLessThan":
            return given is not None and any(float(given) < float(each) for each in values)
        case "ArnEquals" | "ArnLike":
            return given is not None and any(like(each, given) for each in values)
        case "ArnNotEquals" | "ArnNotLike":
            return given is None or not any(like(each, given) for each in values)
        case _:
            raise ValueError(f"the condition operator {operator} is not known here")


@functools.lru_cache(4096)
def pattern(text):
    return re.compile("".join({"*": ".*", "?": "."}.get(each, re.escape(each)) for each in text), re.DOTALL)


def like(text, value):
    return pattern(text).fullmatch(value) is not None


def listed(value):
    return value if isinstance(value, list) else [value]
