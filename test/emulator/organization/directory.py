"""An organization whose members a test names, and a StackSet that follows them.

moto's Organizations gives accounts random ids, knows no paths, lists everybody on one page, and answers a member that
asks for the list with an empty one. Its CloudFormation has neither AWS::CloudFormation::StackSet nor deployments to the
accounts that join.
"""

import json
from datetime import datetime, timezone

from moto.cloudformation.models import cloudformation_backends
from moto.core.common_models import CloudFormationModel
from moto.organizations.models import FakeAccount, OrganizationsBackend, organizations_backends
from moto.organizations.responses import OrganizationsResponse

# AWS has 20 accounts on a page, and a page may be empty although more follow.
PAGE = 20
EMPTY_PAGE = "empty"

organization_id = None
management = None
stack_sets = []
# "Paths" is new in Organizations; not every answer needs to have it.
tells_paths = True


def backend():
    return organizations_backends[management]["aws"]


def set_up(wanted):
    """{"id", "management", "root", "units": {"OU id": parent id}, "accounts": [as `put_accounts`]}"""
    global organization_id, management
    organization_id, management = wanted["id"], wanted["management"]
    here = backend()
    here.create_organization(region="us-east-1")
    here.org.id = organization_id
    here.org.root_id = here.ou[0].id = wanted["root"]
    here.accounts[0].parent_id = wanted["root"]
    here.accounts[0].name = "management"
    # A year before whatever a test's clock says.
    here.accounts[0].create_time = datetime(2020, 1, 1)
    for unit, parent in wanted["units"].items():
        here.create_organizational_unit(Name=unit, ParentId=parent)
        here.ou[-1].id = unit
    put_accounts(wanted["accounts"])


def put_accounts(accounts):
    """[{"id", "name", "unit", "joined": ISO}]: accounts that join."""
    here = backend()
    for wanted in accounts:
        account = FakeAccount(here.org, AccountName=wanted["name"], Email=f"{wanted['id']}@example.com")
        account.id = wanted["id"]
        account.parent_id = wanted["unit"]
        joined = datetime.fromisoformat(wanted["joined"].replace("Z", "+00:00"))
        account.create_time = joined.astimezone(timezone.utc).replace(tzinfo=None)
        here.accounts.append(account)
        organizations_backends.master_accounts[account.id] = (management, "aws")
    follow()


def is_member(account_id):
    return management is not None and any(each.id == account_id for each in backend().accounts)


def units_above(account):
    parents = {unit.id: unit.parent_id for unit in backend().ou}
    at = account.parent_id
    while at is not None:
        yield at
        at = parents.get(at)


# --- What Organizations answers.


def describe(self):
    above = list(units_above(self))
    path = "/".join([organization_id, *above[::-1], self.id, ""])
    return {**original_describe(self), **({"Paths": [path]} if tells_paths else {})}


def tell_paths(wanted):
    global tells_paths
    tells_paths = wanted


def list_accounts(self):
    accounts = [account.describe() for account in backend().accounts]
    token = self._get_param("NextToken")
    if token is None:
        return json.dumps({"Accounts": [], "NextToken": EMPTY_PAGE})
    start = 0 if token == EMPTY_PAGE else int(token)
    more = {"NextToken": str(start + PAGE)} if start + PAGE < len(accounts) else {}
    return json.dumps({"Accounts": accounts[start : start + PAGE], **more})


def then_follow(original):
    def changed(self, **options):
        answer = original(self, **options)
        follow()
        return answer

    return changed


# --- The StackSet: a stack in every account below its OUs but the management account.


class StackSet(CloudFormationModel):
    __module__ = "moto.cloudformation.models"  # moto takes the service from this name

    def __init__(self, properties):
        self.physical_resource_id = f"{properties['StackSetName']}:emulated"
        self.name = f"StackSet-{properties['StackSetName']}"
        self.template = properties["TemplateBody"]
        self.parameters = {each["ParameterKey"]: each["ParameterValue"] for each in properties["Parameters"]}
        [group] = properties["StackInstancesGroup"]
        self.units = set(group["DeploymentTargets"]["OrganizationalUnitIds"])
        [self.region] = group["Regions"]
        self.accounts = set()

    @staticmethod
    def cloudformation_name_type():
        return "StackSetName"

    @staticmethod
    def cloudformation_type():
        return "AWS::CloudFormation::StackSet"

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **_):
        created = cls(cloudformation_json["Properties"])
        stack_sets.append(created)
        follow()
        return created

    @classmethod
    def delete_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name):
        for each in [each for each in stack_sets if each.physical_resource_id == resource_name]:
            stack_sets.remove(each)
            each.deploy_to(set())

    def follow(self):
        # "SKIPPED_SUSPENDED_ACCOUNT": what such an account has stays.
        below = {each.id for each in backend().accounts if self.units & set(units_above(each))} - {management}
        suspended = {each.id for each in backend().accounts if each.state != "ACTIVE"}
        self.deploy_to((below - suspended) | (self.accounts & suspended))

    def deploy_to(self, wanted):
        for account in wanted - self.accounts:
            stacks = cloudformation_backends[account][self.region]
            stacks.create_stack(name=self.name, template=self.template, parameters=self.parameters)
        for account in self.accounts - wanted:
            cloudformation_backends[account][self.region].delete_stack(self.name)
        self.accounts = wanted


def follow():
    for each in stack_sets:
        each.follow()


original_describe = FakeAccount.describe


def install():
    FakeAccount.describe = describe
    OrganizationsResponse.list_accounts = list_accounts
    # Whoever asks: the central account is a delegated administrator.
    OrganizationsResponse.organizations_backend = property(lambda self: backend())
    for call in ["move_account", "close_account"]:
        setattr(OrganizationsBackend, call, then_follow(getattr(OrganizationsBackend, call)))
