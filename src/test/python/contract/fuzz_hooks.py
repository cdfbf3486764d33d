"""What Schemathesis has to know beyond the contract, and one check of our own."""

import datetime
import os
import uuid

import schemathesis
from schemathesis import GenerationMode

UNKNOWN_HEADER = "x-schemathesis-unknown-property"
# what there is on the server, so that not every case ends at a 404
KNOWN = {name: os.environ.get(f"FUZZ_{name.upper()}", "").split() for name in ("id", "run_id")}


@schemathesis.hook
def filter_case(context, case):
    """Leaves out what looks wrong and is not."""
    # HTTP asks servers to take headers that they do not know
    has_unknown_header = UNKNOWN_HEADER in {name.lower() for name in (case.headers or {})}
    return not has_unknown_header and not has_text_for_list(case)


def has_text_for_list(case):
    """In a form one text is a list of one."""
    if not isinstance(case.body, dict) or case.media_type in (None, "application/json"):
        return False
    body = resolved(case, case.operation.definition.raw.get("requestBody", {}))
    schema = resolved(case, body.get("content", {}).get(case.media_type, {}).get("schema", {}))
    lists = [name for name, member in schema.get("properties", {}).items() if member.get("type") == "array"]
    return any(name in case.body and not isinstance(case.body[name], list) for name in lists)


@schemathesis.hook
def before_call(context, case, kwargs):
    """A request that should be right names things that exist, and says what no schema can say."""
    if case.meta is None or case.meta.generation.mode != GenerationMode.POSITIVE:
        return
    name_what_exists(case.path_parameters or {})
    headers = case.headers or {}
    if "Idempotency-Key" in headers and len(headers["Idempotency-Key"]) % 2 == 0:
        headers["Idempotency-Key"] = str(uuid.uuid4())  # otherwise most would be refused for having been used
    if "X-Run-At" in headers:
        # within a year; and not so late that the events of the run do not end
        headers["X-Run-At"] = datetime.datetime.now(datetime.timezone.utc).isoformat()


def name_what_exists(parameters):
    for name, known in KNOWN.items():
        if known and name in parameters and sum(map(ord, parameters[name])) % 3:
            parameters[name] = known[sum(map(ord, parameters[name])) % len(known)]
    if isinstance(parameters.get("version"), int):
        parameters["version"] = 1 + parameters["version"] % 3


@schemathesis.check
def problems_are_named(ctx, response, case):
    """A failure is one of the types that the contract names for this operation and status."""
    if response.status_code < 400:
        return
    definition = case.operation.definition.raw["responses"].get(str(response.status_code))
    if definition is None:
        return  # status_code_conformance says so
    problem = response.json()
    examples = resolved(case, definition)["content"]["application/problem+json"]["examples"]
    names = {example["value"]["type"] for example in examples.values()}
    assert problem["type"] in names, f"{problem['type']} is not among {sorted(names)}"
    assert problem["status"] == response.status_code
    assert "\tat " not in response.text, "a stack trace of the server"


@schemathesis.check
def allow_names_the_methods(ctx, response, case):
    """The header Allow names what the contract has; a call has those that the workflow allows."""
    allow = ", ".join(response.headers.get("allow", []))
    if allow:
        allowed = {method.strip() for method in allow.split(",")} - {"OPTIONS", "HEAD"}
        path = case.operation.schema.raw_schema["paths"][case.operation.path]
        documented = {method.upper() for method in path} & {"GET", "PUT", "POST", "DELETE"}
        is_right = allowed <= documented if case.operation.path.endswith("/call") else allowed == documented
        assert is_right, f"Allow: {allow}, but the contract has {sorted(documented)}"


def resolved(case, definition):
    if "$ref" not in definition:
        return definition
    found = case.operation.schema.raw_schema
    for step in definition["$ref"].removeprefix("#/").split("/"):
        found = found[step.replace("~1", "/").replace("~0", "~")]
    return found
