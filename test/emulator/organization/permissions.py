"""IAM's decisions about the roles of iam-lapse, which moto does not make.

A role assumed by a caller needs a trust policy that lets the caller in. A session's policy narrows its role. A bucket's
policy is asked, too. Each request is written down with its decision, so that a test sees what a role used and was denied.

Only sessions of roles named iam-lapse-* are decided about. The CDK's, the tests' and moto's own requests are let through.
"""

import json
import re
import threading
from datetime import timedelta

from moto.core.exceptions import ServiceException
from moto.iam.models import iam_backends
from moto.sts.models import STSBackend, sts_backends

import emulated_clock
from organization import buckets, directory
from organization.policy_language import allows, is_about, listed, statements_in
from organization.requests import asked

OURS = re.compile(r"^arn:aws:iam::\d{12}:role/iam-lapse-")

# The session of each access key: {"role", "account", "policy"}, and "about", the account that a function has in hand
sessions = {}
# (role, the account that its function sweeps, action, resource) -> whether it was allowed
decisions = {}
lock = threading.Lock()
request = threading.local()


class Denied(ServiceException):
    code = "AccessDenied"
    status = 403


def role_of(arn):
    roles = iam_backends[arn.split(":")[4]]["aws"].roles.values()
    return next((role for role in roles if role.arn == arn), None)


def assume_role(self, region_name, role_session_name, role_arn, policy, duration, external_id):
    """moto assumes what does not exist, for whoever asks."""
    role = role_of(role_arn)
    caller = getattr(request, "session", None)
    if role is None or (caller and not trusts(role, caller)):
        raise Denied(f"User: {caller and caller['role']} is not authorized to perform: sts:AssumeRole on resource: {role_arn}")
    session = original_assume_role(self, region_name, role_session_name, role_arn, policy, duration, external_id)
    if OURS.match(role_arn):
        # Functions have the emulator's clock. The CDK, whose roles are no business of ours, has this machine's.
        session.expiration = emulated_clock.now() + timedelta(seconds=duration)
    remember(session.access_key_id, role_arn, policy)
    return session


def session_for_function(role_arn, name):
    """As Lambda assumes a function's role."""
    account = role_arn.split(":")[4]
    session = original_assume_role(sts_backends[account]["aws"], "us-east-1", name, role_arn, None, 3600, None)
    remember(session.access_key_id, role_arn, None)
    return session


def credentials_of(role_arn):
    """For a test that does what no function does."""
    session = session_for_function(role_arn, "test")
    return {
        "accessKeyId": session.access_key_id,
        "secretAccessKey": session.secret_access_key,
        "sessionToken": session.session_token,
    }


def remember(key, role_arn, policy):
    if OURS.match(role_arn):
        account = role_arn.split(":")[4]
        narrowed = statements_in(policy) if policy else None
        sessions[key] = {"role": role_arn, "account": account, "policy": narrowed}


def trusts(role, caller):
    document = role.assume_role_policy_document
    statements = statements_in(document if isinstance(document, str) else json.dumps(document))
    root = f"arn:aws:iam::{caller['account']}:root"
    ours = [each for each in statements if root in listed(each.get("Principal", {}).get("AWS", []))]
    context = context_of(caller, role.arn)
    return allows([{**each, "Resource": "*"} for each in ours], "sts:AssumeRole", "*", context)


# --- The decision about one request.


def decided(app):
    """The app, behind IAM."""

    def call(environ, start_response):
        message = refusal(environ)
        return app(environ, start_response) if message is None else refuse(environ, start_response, message)

    return call


def refuse(environ, start_response, message):
    if "HTTP_X_AMZ_TARGET" in environ:
        start_response("400 Bad Request", [("Content-Type", "application/x-amz-json-1.1")])
        return [json.dumps({"__type": "AccessDeniedException", "message": message}).encode()]
    error = f"<Error><Code>AccessDenied</Code><Message>{message}</Message></Error>"
    if "/s3/aws4_request" not in environ["HTTP_AUTHORIZATION"]:
        error = f"<ErrorResponse>{error}</ErrorResponse>"
    start_response("403 Forbidden", [("Content-Type", "text/xml")])
    return [error.encode()]


def refusal(environ):
    """None if the request may go on, or the message of its denial. Remembers whose request this thread serves."""
    key = re.search(r"Credential=([^/]+)/", environ.get("HTTP_AUTHORIZATION", ""))
    request.session = sessions.get(key.group(1)) if key else None
    if request.session is None:
        return None
    session = request.session
    for action, resource in asked(environ, session["account"]):
        allowed = is_allowed(session, action, resource)
        with lock:
            place = (session["role"], session.get("about"), action, resource)
            decisions[place] = decisions.get(place, True) and allowed
        if not allowed:
            return f"User: {session['role']} is not authorized to perform: {action} on resource: {resource}"
    return None


def is_allowed(session, action, resource):
    context = context_of(session, resource)
    role = role_of(session["role"])
    own = [each for document in documents_of(role) for each in statements_in(document)] if role else []
    return (
        allows(own, action, resource, context)
        and (session["policy"] is None or allows(session["policy"], action, resource, context))
        and not denied_by_bucket(action, resource, context)
    )


def documents_of(role):
    return [document if isinstance(document, str) else json.dumps(document) for document in role.policies.values()]


def denied_by_bucket(action, resource, context):
    policy = buckets.policies.get(resource.split(":")[5].split("/")[0]) if action.startswith("s3:") else None
    return policy is not None and any(
        is_about(each, action, resource, context) for each in statements_in(policy) if each["Effect"] == "Deny"
    )


def context_of(session, resource):
    parts = resource.split(":")
    owner = parts[4] if len(parts) > 4 and parts[4] else session["account"]
    organization = {True: directory.organization_id, False: ""}
    return {
        "aws:PrincipalArn": session["role"],
        "aws:PrincipalOrgID": organization[directory.is_member(session["account"])],
        "aws:ResourceOrgID": organization[directory.is_member(owner)],
        # The emulator is on this machine alone.
        "aws:SecureTransport": "true",
        "s3:TlsVersion": "1.3",
    }


def audit():
    """Of each request: whose role, what, on what, and whether every one was allowed. And what the roles allow."""
    with lock:
        made = list(decisions.items())
    roles = {role for (role, *_), _ in made}
    return {
        "requests": [
            {"role": role, "about": about, "action": action, "resource": resource, "allowed": allowed}
            for (role, about, action, resource), allowed in made
        ],
        "policies": {
            arn: [json.loads(document) for document in documents_of(role)]
            for arn in roles
            for role in [role_of(arn)]
            if role
        },
    }


original_assume_role = STSBackend.assume_role


def install():
    STSBackend.assume_role = assume_role
