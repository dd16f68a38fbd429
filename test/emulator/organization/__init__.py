"""What the tests of an organization need, and moto lacks. Each module says what, and why.

POST /emulator/organization makes the organization, and /accounts lets accounts join, and /paths says
whether Organizations tells paths (directory.py). /staff hires users, and /late-reports delays credential reports (staff.py). GET /emulator/organization/audit has the permissions that were used
and denied (permissions.py). POST /emulator/functions/rules, /kill and /go-on say what becomes of invocations, /invoke
makes one, and GET /emulator/functions/log has what the functions wrote (functions.py).
"""

import os

from organization import buckets, directory, functions, permissions, staff, state_machine
from organization.permissions import decided

__all__ = ["PATHS", "answer", "decided", "install"]

PATHS = ("/emulator/organization", "/emulator/functions")


def install(port, write_history):
    # moto's interpreter calls moto's server.
    os.environ["MOTO_PORT"] = str(port)
    functions.url = f"http://127.0.0.1:{port}"
    staff.write_history = write_history
    for each in [buckets, directory, permissions, staff, state_machine]:
        each.install()


def answer(method, path, read):
    """@param read gets the JSON of the request"""
    match method, path.removeprefix("/emulator/"):
        case "POST", "organization":
            return directory.set_up(read())
        case "POST", "organization/accounts":
            return directory.put_accounts(read())
        case "POST", "organization/paths":
            return directory.tell_paths(read())
        case "POST", "organization/staff":
            return staff.hire(read())
        case "POST", "organization/role":
            return staff.move_role(**read())
        case "POST", "organization/late-reports":
            return staff.delay_reports(read())
        case "POST", "organization/session":
            return permissions.credentials_of(read()["role"])
        case "GET", "organization/audit":
            return permissions.audit()
        case "POST", "functions/rules":
            return functions.set_rules(read())
        case "POST", "functions/kill":
            return functions.kill_all(read()["andStayDead"])
        case "POST", "functions/go-on":
            return functions.go_on()
        case "POST", "functions/invoke":
            return functions.invoked(read())
        case "GET", "functions/log":
            return list(functions.logs)
        case _:
            raise ValueError(f"{method} {path}")
