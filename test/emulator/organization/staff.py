"""Users of many accounts at once, accounts whose credential report takes its time, and roles that are gone."""

from moto.core.responses import ActionResult
from moto.iam.models import iam_backends
from moto.iam.responses import IamResponse

write_history = None
# How often each account's report is still in progress.
late = {}


def hire(staff):
    """{account: {user: {"password": bool, "keys": [past of each], and the other facts of /emulator/history}}}

    @returns the ids of the keys: {account: {user: [id]}}
    """
    return {account: {name: hired(account, name, facts) for name, facts in users.items()} for account, users in staff.items()}


def hired(account, name, facts):
    backend = iam_backends[account]["aws"]
    backend.create_user("us-east-1", name)
    if "passwordSet" in facts:
        backend.create_login_profile(name, "Correct-Horse-9")
    keys = [backend.create_access_key(name, prefix="AKIA").access_key_id for _ in facts["keys"]]
    write_history(account, {name: {**facts, "keys": dict(zip(keys, facts["keys"]))}})
    return keys


taken_roles = {}


def move_role(account, name, taken):
    """Takes a role away, as an administrator of the account can, or brings it back."""
    roles = iam_backends[account]["aws"].roles
    if taken:
        [key] = [key for key, role in roles.items() if role.name == name]
        taken_roles[account] = key, roles.pop(key)
    else:
        key, role = taken_roles.pop(account)
        roles[key] = role


def delay_reports(wanted):
    """{account: how often IAM says that it is not ready yet}

    @returns how often it would still have said so
    """
    before = dict(late)
    late.update(wanted)
    return before


def generate_credential_report(self):
    account = self.current_account
    if late.get(account, 0) > 0:
        late[account] -= 1
        return ActionResult({"State": "INPROGRESS"})
    return on_time(self)


on_time = None


def install():
    global on_time
    on_time = IamResponse.generate_credential_report
    IamResponse.generate_credential_report = generate_credential_report
