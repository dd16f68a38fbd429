"""CloudTrail's event history of the calls that set a password. moto has none, and fails LookupEvents."""

import json
from datetime import timezone
from uuid import uuid4

from moto.cloudtrail.responses import CloudTrailResponse
from moto.iam.models import IAMBackend

import emulated_clock

events = []


def forget(account, user_name):
    """For a user whose past a test writes: the calls that made the user are no part of it."""
    events[:] = [event for event in events if (event["account"], event["user"]) != (account, user_name)]


def lookup_events(self):
    wanted = [attribute["AttributeValue"] for attribute in self._get_param("LookupAttributes")]
    start = self._get_param("StartTime") or 0
    own = [event for event in events if event["account"] == self.current_account]
    found = [shown(event) for event in own if event["call"] in wanted and event["at"] >= start]
    return json.dumps({"Events": found[::-1]})


def shown(event):
    record = {
        "eventName": event["call"],
        "eventSource": "iam.amazonaws.com",
        "userIdentity": {"type": "AssumedRole"},
        "requestParameters": {"userName": event["user"]},
    }
    return {
        "EventId": event["id"],
        "EventName": event["call"],
        "EventSource": "iam.amazonaws.com",
        "EventTime": event["at"],
        "Resources": [{"ResourceType": "AWS::IAM::User", "ResourceName": event["user"]}],
        "CloudTrailEvent": json.dumps(record),
    }


def recording(call, original):
    def recorded(self, user_name, *arguments, **options):
        user = original(self, user_name, *arguments, **options)
        at = emulated_clock.now().replace(tzinfo=timezone.utc).timestamp()
        made = {"id": str(uuid4()), "call": call, "user": user_name, "at": int(at)}
        events.append({"account": self.account_id, **made})
        return user

    return recorded


def install():
    CloudTrailResponse.lookup_events = lookup_events
    IAMBackend.create_login_profile = recording("CreateLoginProfile", IAMBackend.create_login_profile)
    IAMBackend.update_login_profile = recording("UpdateLoginProfile", IAMBackend.update_login_profile)
