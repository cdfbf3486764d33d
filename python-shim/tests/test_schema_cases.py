"""Requests and rows are judged here as on the server: `SchemaCasesTest` of the server judges the same cases."""

import json
import os
import unittest
from typing import Any, Dict, List, Optional

from tests import SHIM
from beworkflows_worker.testing import definition, request_check, rows_check
from beworkflows_worker.testing.request import GivenRequest, RequestRefused


class SchemaCases(unittest.TestCase):
    def setUp(self) -> None:
        with open(os.path.join(SHIM, "tests", "schema_cases.json"), encoding="utf-8") as file:
            self.cases: Dict[str, List[Dict[str, Any]]] = json.load(file)

    def test_texts(self) -> None:
        for case in self.cases["texts"]:
            self.judge(case, request({"url_args": [{"name": "x", **case["field"]}]}, GivenRequest(url_params={"x": case["text"]})))
            self.judge(in_form(case), request({"form": [{"name": "x", **case["field"]}]}, GivenRequest(req_form={"x": case["text"]})))

    def test_bodies(self) -> None:
        for case in self.cases["body"]:
            self.judge(case, request({"body": [{"name": "x", **case["field"]}]}, GivenRequest(req_body={"x": case["value"]})))

    def test_rows(self) -> None:
        for case in self.cases["rows"]:
            problems = rows_check.problems(definition.fields(case, "fields", ""), case["rows"])
            self.judge(case, {"problems": [f"{each['pointer']} {each['message']}; expected {each['expected']}" for each in problems]})

    def test_requests(self) -> None:
        for case in self.cases["requests"]:
            given = GivenRequest(grouped(case["query"]), case.get("body"), grouped(case["form"]))
            self.judge(case, request(case["workflow"], given, case["files"]))

    def judge(self, case: Dict[str, Any], verdict: Dict[str, Any]) -> None:
        with self.subTest(case=case):
            expected = {name: case[name] for name in verdict if name in case}
            self.assertEqual(json.dumps(expected), json.dumps(verdict))


def request(workflow: Dict[str, Any], given: GivenRequest, files: Optional[Dict[str, int]] = None) -> Dict[str, Any]:
    read = definition.read({**workflow, "tasks": [{"name": "a", "code": ""}]}, "x", {})
    try:
        checked = request_check.check(read, given, {name: [{}] * count for name, count in (files or {}).items()})
    except RequestRefused as refused:
        return {"refused": [f"{error['in']}{error['pointer']} {error['message']}; expected {error['expected']}" for error in refused.errors]}
    uploaded = {name: len(several) for name, several in sorted(checked.files.items())}
    return {"accepted": {"url_params": checked.url_params, "req_body": checked.req_body, "req_form": checked.req_form, "files": uploaded}}


def in_form(case: Dict[str, Any]) -> Dict[str, Any]:
    """The same verdict, on a form field."""
    if "refused" in case:
        return {**case, "refused": ["form" + problem[len("query") :] for problem in case["refused"]]}
    return {**case, "accepted": {**case["accepted"], "url_params": {}, "req_form": case["accepted"]["url_params"]}}


def grouped(pairs: List[List[str]]) -> Dict[str, List[str]]:
    groups: Dict[str, List[str]] = {}
    for name, text in pairs:
        groups.setdefault(name, []).append(text)
    return groups
