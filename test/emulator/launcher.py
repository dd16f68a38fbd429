"""moto's server, with patches for what the life test needs and moto lacks. Each patch says why.

The report, the login profile and the subscriptions embody docs/assumptions.md A1, A2, A3, A6, A7, A36 and A40. moto
itself differs from other beliefs there; test/emulator/field-test.test.ts names them.

It listens on a free port of 127.0.0.1 and then prints one line of JSON, {"port": N}. It ends when its standard input
is closed, so a killed test run leaves no server behind.

POST /emulator/history sets the past of users, which no AWS API can:
    {"USER": {"created": ISO, "passwordSet": ISO, "passwordLastUsed": ISO,
              "keys": {"KEY ID": {"created": ISO, "lastUsed": ISO}}}}
    "certificates" of a user says whether each of two signing certificates is active. The header x-moto-account-id names
    the account.
POST /emulator/surroundings sets what the account checks see, and expires the credential report:
    {"root": {"mfa": bool, "key": bool, "used": ISO or null}, "serviceCredentials": [as IAM lists them]}
POST /emulator/clock sets IAM's clock: {"aheadMs": milliseconds before this machine's}
GET /emulator/mail returns the mails of confirmed subscribers: [{"to", "subject", "body"}]
POST /emulator/hold: the next IAM write takes effect, but its response is held back.
GET /emulator/held waits for that write and returns its parameters. POST /emulator/release ends the hold.

With ORGANIZATION in its environment, it is the emulator of an organization, too (organization/__init__.py).
"""

from __future__ import annotations

import csv
import io
import json
import os
import sys
import threading
from datetime import datetime, timedelta, timezone

from moto.core import DEFAULT_ACCOUNT_ID
from moto.core.common_models import CloudFormationModel
from moto.core.responses import ActionResult
from moto.iam.models import AccessKeyLastUsed, IAMBackend, iam_backends
from moto.iam.responses import IamResponse
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.sns.models import SNSBackend, Subscription, sns_backends
from moto.sns.responses import SNSResponse
from werkzeug.serving import WSGIRequestHandler, make_server

import emulated_clock
import event_history
import stack_updates
from held_writes import HeldWrites

# Its patches of Step Functions take a second to load.
if os.environ.get("ORGANIZATION"):
    import organization
else:
    organization = None

# --- Credential report. moto's report has the date 2015 and no root row. It has the user's creation date as the date
# of the password, and not_supported instead of N/A. It is generated again at each call.

REPORT_IS_CACHED_FOR = timedelta(hours=4)
COLUMNS = [
    "user", "arn", "user_creation_time", "password_enabled", "password_last_used", "password_last_changed",
    "password_next_rotation", "mfa_active",
    *(
        f"access_key_{slot}_{fact}"
        for slot in (1, 2)
        for fact in ("active", "last_rotated", "last_used_date", "last_used_region", "last_used_service")
    ),
    "cert_1_active", "cert_1_last_rotated", "cert_2_active", "cert_2_last_rotated",
]
NO_KEY = ["false", "N/A", "N/A", "N/A", "N/A"]

# No API can set these facts of a root user. moto has no service-specific credentials at all.
surroundings = {"root": {"mfa": True, "key": False, "used": None}, "serviceCredentials": []}

# Each account's report, with the time of its generation.
reports: dict[IAMBackend, tuple[str, datetime]] = {}


def generate_credential_report(self):
    cached = reports.get(self.backend)
    if cached and emulated_clock.now() - cached[1] < REPORT_IS_CACHED_FOR:
        return ActionResult({"State": "COMPLETE"})
    reports[self.backend] = (report_of(self.backend), emulated_clock.now().replace(microsecond=0))
    return ActionResult({"State": "STARTED"})


def get_credential_report(self):
    if self.backend not in reports:
        return original_get_credential_report(self)  # moto's own error
    content, generated = reports[self.backend]
    return ActionResult({"Content": content, "ReportFormat": "text/csv", "GeneratedTime": generated})


def report_of(backend):
    users = sorted(backend.users.values(), key=lambda user: user.name.lower())
    rows = [COLUMNS, root_row(backend), *(user_row(user) for user in users)]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().rstrip("\n")


def root_row(backend):
    arn = f"arn:{backend.partition}:iam::{backend.account_id}:root"
    created = "2019-03-01T09:00:00Z"
    root = surroundings["root"]
    password = ["true", root["used"] or "no_information", created, "not_supported", str(root["mfa"]).lower()]
    key = ["true", created, "N/A", "N/A", "N/A"] if root["key"] else NO_KEY
    return ["<root_account>", arn, created, *password, *key, *NO_KEY, *certificate_cells([])]


def user_row(user):
    password = ["false", "N/A", "N/A"]
    if user.password:
        used = stamp(user.password_last_used) if user.password_last_used else "no_information"
        password = ["true", used, stamp(password_set_at(user))]
    keys = [key_cells(key) for key in user.access_keys]
    first, second = [*keys, NO_KEY, NO_KEY][:2]
    return [
        user.name, user.arn, stamp(user.create_date), *password, "N/A", str(bool(user.mfa_devices)).lower(),
        *first, *second, *certificate_cells(getattr(user, "emulated_certificates", [])),
    ]


def certificate_cells(certificates):
    cells = [[str(active).lower(), "2024-01-01T00:00:00Z"] for active in certificates]
    return [cell for pair in [*cells, ["false", "N/A"], ["false", "N/A"]][:2] for cell in pair]


def key_cells(key):
    used = key.last_used
    last_use = [stamp(used.timestamp), used.region, used.service] if used else ["N/A", "N/A", "N/A"]
    return [str(key.status == "Active").lower(), stamp(key.create_date), *last_use]


def stamp(at):
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


# --- Login profile. moto keeps no date for it and returns the user's creation date.


def create_login_profile(self, user_name, password):
    user = original_create_login_profile(self, user_name, password)
    user.password_set_at = emulated_clock.now()
    return user


def get_login_profile(self):
    user = self.backend.get_login_profile(self._get_param("UserName"))
    profile = {"UserName": user.name, "CreateDate": password_set_at(user)}
    return ActionResult({"LoginProfile": {**profile, "PasswordResetRequired": user.password_reset_required}})


def password_set_at(user):
    return getattr(user, "password_set_at", user.create_date)


# --- The root user and service-specific credentials. moto's summary knows no root password.


def get_account_summary(self):
    root = surroundings["root"]
    summary = {
        **self.backend.get_account_summary().summary_map,
        "AccountMFAEnabled": int(root["mfa"]),
        "AccountAccessKeysPresent": int(root["key"]),
        "AccountPasswordPresent": 1,
    }
    return ActionResult({"SummaryMap": summary})


def list_service_specific_credentials(self):
    listed = [
        {**each, "CreateDate": moment(each["CreateDate"]), "ServiceUserName": each["UserName"]}
        for each in surroundings["serviceCredentials"]
    ]
    return ActionResult({"ServiceSpecificCredentials": listed, "IsTruncated": False})


# --- Subscriptions. moto's CloudFormation skips them. moto treats each one as confirmed, counts none, and drops mails.

mailbox = []


class StackSubscription(CloudFormationModel):
    __module__ = "moto.sns.models"  # moto takes the service from this name

    def __init__(self, arn):
        self.physical_resource_id = arn

    @staticmethod
    def cloudformation_name_type():
        return ""

    @staticmethod
    def cloudformation_type():
        return "AWS::SNS::Subscription"

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **_):
        wanted = cloudformation_json["Properties"]
        backend = sns_backends[account_id][region_name]
        return cls(backend.subscribe(wanted["TopicArn"], wanted["Endpoint"], wanted["Protocol"]).arn)

    @classmethod
    def delete_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name):
        sns_backends[account_id][region_name].unsubscribe(resource_name)


def get_topic_attributes(self):
    topic = self.backend.get_topic(self._get_param("TopicArn"))
    subscriptions, _ = self.backend.list_subscriptions_by_topic(topic.arn)
    topic.subscriptions_confimed = sum(each.confirmed for each in subscriptions)  # moto's spelling
    topic.subscriptions_pending = len(subscriptions) - topic.subscriptions_confimed
    return original_get_topic_attributes(self)


def confirm_subscription(self):
    """A real token comes by mail. Here, any token confirms all pending subscriptions."""
    subscriptions, _ = self.backend.list_subscriptions_by_topic(self._get_param("TopicArn"))
    for subscription in subscriptions:
        subscription.confirmed = True
    return original_confirm_subscription(self)


def get_subscription_attributes(self, arn):
    """moto says of each that it is confirmed."""
    confirmed = self.subscriptions[arn].confirmed if arn in self.subscriptions else True
    return {**original_get_subscription_attributes(self, arn), "PendingConfirmation": "false" if confirmed else "true"}


def publish(self, message, message_id, subject=None, **options):
    if self.protocol != "email":
        original_publish(self, message, message_id, subject=subject, **options)
    elif self.confirmed:
        mailbox.append({"to": self.endpoint, "subject": subject, "body": message})


original_get_credential_report = IamResponse.get_credential_report
original_create_login_profile = IAMBackend.create_login_profile
original_get_topic_attributes = SNSResponse.get_topic_attributes
original_confirm_subscription = SNSResponse.confirm_subscription
original_get_subscription_attributes = SNSBackend.get_subscription_attributes
original_publish = Subscription.publish
IamResponse.generate_credential_report = generate_credential_report
IamResponse.get_credential_report = get_credential_report
IAMBackend.create_login_profile = create_login_profile
IamResponse.get_login_profile = get_login_profile
IamResponse.get_account_summary = get_account_summary
IamResponse.list_service_specific_credentials = list_service_specific_credentials
SNSResponse.get_topic_attributes = get_topic_attributes
SNSResponse.confirm_subscription = confirm_subscription
SNSBackend.get_subscription_attributes = get_subscription_attributes
Subscription.publish = publish

# --- History. GetUser, ListAccessKeys, GetAccessKeyLastUsed and the report read moto's models.


def write_history(account, histories):
    users = iam_backends[account]["aws"].users
    for name, history in histories.items():
        user = users[name]
        event_history.forget(account, name)
        for fact, attribute in USER_FACTS.items():
            if fact in history:
                setattr(user, attribute, moment(history[fact]))
        user.emulated_certificates = history.get("certificates", [])
        for key_id, past in history.get("keys", {}).items():
            key = user.get_access_key_by_id(key_id)
            if "created" in past:
                key.create_date = moment(past["created"])
            if "lastUsed" in past:
                key.last_used = AccessKeyLastUsed(moment(past["lastUsed"]), "s3", "us-east-1")


USER_FACTS = {
    "created": "create_date",
    "passwordSet": "password_set_at",
    "passwordLastUsed": "password_last_used",
}


def moment(text):
    """moto's dates are UTC without a time zone."""
    aware = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return aware.astimezone(timezone.utc).replace(tzinfo=None)


# --- Server.


class Emulator:
    def __init__(self):
        self.moto = DomainDispatcherApplication(create_backend_app)
        self.held = HeldWrites()

    def __call__(self, environ, start_response):
        match environ["REQUEST_METHOD"], environ["PATH_INFO"]:
            case "POST", "/emulator/history":
                write_history(environ.get("HTTP_X_MOTO_ACCOUNT_ID", DEFAULT_ACCOUNT_ID), json_of(environ))
                answer = {}
            case "POST", "/emulator/clock":
                emulated_clock.move(json_of(environ)["aheadMs"])
                answer = {}
            case "POST", "/emulator/surroundings":
                surroundings.update(json_of(environ))
                reports.clear()
                answer = {}
            case "GET", "/emulator/mail":
                answer = mailbox
            case "POST", "/emulator/hold":
                self.held.hold()
                answer = {}
            case "GET", "/emulator/held":
                answer = self.held.wait()
            case "POST", "/emulator/release":
                self.held.release()
                answer = {}
            case method, path if organization and path.startswith(organization.PATHS):
                answer = organization.answer(method, path, lambda: json_of(environ))
            case _:
                app = organization.decided(self.moto) if organization else self.moto
                return self.held.call(app, environ, emulated_clock.without_date(start_response))
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(answer).encode()]


def json_of(environ):
    return json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))


class Quiet(WSGIRequestHandler):
    def log_request(self, code="-", size="-"):
        pass


def end_with_standard_input():
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    emulated_clock.install()
    event_history.install()
    stack_updates.install()
    server = make_server("127.0.0.1", 0, Emulator(), threaded=True, request_handler=Quiet)
    if organization:
        organization.install(server.port, write_history)
    threading.Thread(target=end_with_standard_input, daemon=True).start()
    print(json.dumps({"port": server.port}), flush=True)
    server.serve_forever()
