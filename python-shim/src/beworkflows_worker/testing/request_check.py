"""Checks and converts a request as the server does: all problems at once."""

import json
import math
import re
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Set

from beworkflows_worker import json_values
from beworkflows_worker.testing import texts, words
from beworkflows_worker.testing.definition import Definition, Field
from beworkflows_worker.testing.field_check import fits, whole
from beworkflows_worker.testing.nearest import hint
from beworkflows_worker.testing.request import GivenRequest, RequestRefused, TaskRequest

_MOST = 100
_UNCLEAN = re.compile("[\x00\ud800-\udfff]")
_CLEAN = "text without U+0000 and half surrogates, and numbers within the range of doubles"
_Files = Dict[str, List[Dict[str, Any]]]


def check(definition: Definition, given: GivenRequest, files: _Files) -> TaskRequest:
    """The request as tasks get it. Raises RequestRefused."""
    errors: List[Dict[str, str]] = []
    query = _Part("query", definition.url_args, definition.unknown_params, errors).texts(given.url_params)
    body = _Part("body", definition.body, definition.unknown_params, errors).json(given.req_body)
    form = _Part("form", definition.form, definition.unknown_params, errors).texts(given.req_form)
    checked = _files(definition, files, form, errors)
    if errors:
        raise RequestRefused(errors[:_MOST])
    return TaskRequest(query, body, form, checked)


def unchecked(definition: Definition, given: GivenRequest, files: _Files) -> TaskRequest:
    """As an interceptor left it: nothing is refused, and what is not given has its default, else None."""
    parts = ((definition.url_args, given.url_params), (definition.body, given.req_body or {}), (definition.form, given.req_form))
    query, body, form = ({**{field.name: field.default for field in fields}, **_plain(sent)} for fields, sent in parts)
    return TaskRequest(query, body, {name: value for name, value in form.items() if name not in files}, files)


def _plain(sent: Mapping[str, Any]) -> Dict[str, Any]:
    return json.loads(json_values.encode(dict(sent), "request"))


class _Part:
    """One part of one request on its way from sent to checked."""

    def __init__(self, place: str, fields: Sequence[Field], unknown: str, errors: List[Dict[str, str]]) -> None:
        self._place = place
        self._fields = {field.name: field for field in fields}
        self._unknown = unknown
        self._errors = errors
        self._sent: Dict[str, Any] = {}
        self._passed: Dict[str, Any] = {}
        self._wrong: Set[str] = set()

    def texts(self, given: Mapping[str, Any]) -> Dict[str, Any]:
        """Converts and checks what comes as text."""
        sent = {name: text for name, text in ((name, texts.sent(value)) for name, value in given.items()) if text}
        for field in self._fields.values():
            if field.name in sent:
                self._text(field, sent.pop(field.name))
        for name, text in sent.items():
            self._undeclared(name, text[0] if len(text) == 1 else text)
        return self._checked()

    def json(self, given: Any) -> Dict[str, Any]:
        """Checks a JSON body; none is the same as one without members."""
        body = {} if given is None else json.loads(json_values.encode(given, "req_body"))
        if not isinstance(body, dict):
            self._add("", "", f"is {words.shown(body)}", "a JSON object")
            return {}
        for field in self._fields.values():
            if body.get(field.name) is not None:
                self._put(field, body[field.name])
        for name, value in body.items():
            if name not in self._fields:
                self._undeclared(name, value)
        return self._checked()

    def _text(self, field: Field, sent: List[str]) -> None:
        if len(sent) > 1 and field.type == "array":
            self._put(field, sent)
        elif len(sent) > 1:
            self._refuse(field, f"is sent {len(sent)} times")
        else:
            try:
                self._put(field, texts.convert(field, sent[0]))
            except texts.NotOfTypeError:
                self._refuse(field, f"expected {words.expected(field)}, got {words.quoted(sent[0])}")

    def _put(self, field: Field, value: Any) -> None:
        self._sent[field.name] = whole(value) if field.type == "integer" else value

    def _undeclared(self, name: str, value: Any) -> None:
        if self._unknown == "pass":
            self._passed[name] = value
        elif self._unknown == "refuse":
            declared = "one of: " + ", ".join(self._fields) if self._fields else "no parameters here"
            self._add(words.cut(name), words.step(words.cut(name)), "is not declared" + hint(name, self._fields), declared)

    def _checked(self) -> Dict[str, Any]:
        """Every declared parameter in order of declaration, then what is passed on undeclared."""
        for field in self._fields.values():
            self._judge(field)
        for part in (self._sent, self._passed):
            _find_unclean(part, "", lambda pointer, message: self._add(_name(pointer), pointer, message, _CLEAN))
        values = {field.name: self._sent.get(field.name, field.default) for field in self._fields.values()}
        return {**values, **self._passed}

    def _judge(self, field: Field) -> None:
        if field.name in self._wrong or field.type == "file":
            return
        if field.name not in self._sent:
            if field.required:
                self._refuse(field, "is required")
        elif not fits(field, self._sent[field.name]):
            self._refuse(field, words.mismatch(field, self._sent[field.name]))

    def _refuse(self, field: Field, message: str) -> None:
        self._wrong.add(field.name)
        self._add(field.name, words.step(field.name), message, words.expected(field))

    def _add(self, name: str, pointer: str, message: str, expected: str) -> None:
        self._errors.append({"in": self._place, "name": name, "pointer": pointer, "message": message, "expected": expected})


def _files(definition: Definition, sent: _Files, form: Dict[str, Any], errors: List[Dict[str, str]]) -> _Files:
    """The files that tasks may see. A file field that nothing was uploaded for stays None in `form`; one with files is taken out of it."""
    files: _Files = {}
    declared = {field.name: field for field in definition.form}
    for field in definition.form:
        uploaded = sent.get(field.name) or []
        if field.type != "file":
            if uploaded:
                errors.append(_file_error(field.name, f"expected {words.expected(field)}, got a file", words.expected(field)))
        elif uploaded:
            files[field.name] = uploaded
            form.pop(field.name, None)
        elif field.required:
            errors.append(_file_error(field.name, "is required", "a file"))
    for name, uploaded in sent.items():
        if name not in declared and definition.unknown_params == "pass":
            files[name] = uploaded
        elif name not in declared and definition.unknown_params == "refuse":
            names = [field.name for field in definition.form if field.type == "file"]
            expected = "a file for one of: " + ", ".join(names) if names else "no files here"
            errors.append(_file_error(words.cut(name), "is not declared" + hint(name, names), expected))
    return files


def _file_error(name: str, message: str, expected: str) -> Dict[str, str]:
    return {"in": "form", "name": name, "pointer": words.step(name), "message": message, "expected": expected}


def _find_unclean(value: Any, pointer: str, found: Callable[[str, str], Optional[None]]) -> None:
    """Strings that UTF-8 or PostgreSQL cannot hold, and numbers that no double can."""
    if isinstance(value, str):
        if _UNCLEAN.search(value):
            found(pointer, "holds U+0000 or half of a surrogate pair")
    elif isinstance(value, float):
        if not math.isfinite(value):
            found(pointer, "is beyond the range of numbers")
    elif isinstance(value, list):
        for index, each in enumerate(value):
            _find_unclean(each, f"{pointer}/{index}", found)
    elif isinstance(value, dict):
        for name, each in value.items():
            _find_unclean(name, pointer, found)
            _find_unclean(each, pointer + words.step(name), found)


def _name(pointer: str) -> str:
    return pointer.split("/", 2)[1].replace("~1", "/").replace("~0", "~") if pointer else ""
