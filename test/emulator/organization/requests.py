"""What a request asks IAM's permission for, as pairs of action and resource."""

import io
import json
from urllib.parse import parse_qs, parse_qsl, unquote

from moto.iam.models import iam_backends

TARGETS = {
    "AmazonSSM": "ssm",
    "AWSOrganizationsV20161128": "organizations",
    "AWSStepFunctions": "states",
    "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101": "cloudtrail",
    "CloudTrail_20131101": "cloudtrail",
}


def asked(environ, account):
    """@param account of the session"""
    service = environ["HTTP_AUTHORIZATION"].split("/")[3]
    if service == "s3":
        return s3(environ)
    body = body_of(environ)
    if "HTTP_X_AMZ_TARGET" in environ:
        prefix, call = environ["HTTP_X_AMZ_TARGET"].rsplit(".", 1)
        return by_json(TARGETS[prefix], call, json.loads(body or b"{}"), account)
    return by_query(service, dict(parse_qsl(body.decode())), account)


def body_of(environ):
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    return body


def s3(environ):
    method, query = environ["REQUEST_METHOD"], parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
    bucket, _, key = unquote(environ["PATH_INFO"]).lstrip("/").partition("/")
    if key == "":
        return [("s3:ListBucket", f"arn:aws:s3:::{bucket}")]
    action = {
        "GET": "s3:GetObjectVersion" if "versionId" in query else "s3:GetObject",
        "PUT": "s3:PutObject",
        "DELETE": "s3:DeleteObject",
    }[method]
    return [(action, f"arn:aws:s3:::{bucket}/{key}")]


def by_json(service, call, given, account):
    action = f"{service}:{call}"
    match action:
        case "ssm:GetParameters":
            return [(action, f"arn:aws:ssm:us-east-1:{account}:parameter{name}") for name in given["Names"]]
        case "states:DescribeExecution":
            return [(action, given["executionArn"])]
        case "cloudtrail:GetTrailStatus":
            return [(action, given["Name"])]
        case "cloudtrail:GetEventSelectors":
            return [(action, given["TrailName"])]
        case _:
            return [(action, "*")]


def by_query(service, given, account):
    action = f"{service}:{given['Action']}"
    match service:
        case "sts":
            return [(action, given.get("RoleArn", "*"))]
        case "sns":
            # A subscription's ARN is its topic's, with an id behind it.
            topic = given.get("TopicArn") or given["SubscriptionArn"].rsplit(":", 1)[0]
            return [(action, topic)]
        case "iam" if "UserName" in given and given["Action"] != "ListServiceSpecificCredentials":
            return [(action, user_arn(account, given["UserName"]))]
        case "iam" if given["Action"] == "GetAccessKeyLastUsed":
            return [(action, user_arn(account, owner_of(account, given["AccessKeyId"])))]
        case _:
            return [(action, "*")]


def user_arn(account, name):
    user = iam_backends[account]["aws"].users.get(name)
    return user.arn if user else f"arn:aws:iam::{account}:user/{name}"


def owner_of(account, key_id):
    users = iam_backends[account]["aws"].users.values()
    return next((user.name for user in users if any(key.access_key_id == key_id for key in user.access_keys)), "nobody")
