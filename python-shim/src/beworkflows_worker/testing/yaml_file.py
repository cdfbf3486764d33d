"""Reads workflow.yaml with PyYAML, which only tests need: workers stay without dependencies."""

import re
from typing import Any, Dict

from beworkflows_worker.testing.definition import DefinitionError

_MISSING = "reading a workflow.yaml needs PyYAML: pip install PyYAML (or this package with its extra: pip install './python-shim[testing]')"
_SCALARS = {
    "null": "~|null|Null|NULL|",
    "bool": "true|True|TRUE|false|False|FALSE|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF",
    "int": r"[-+]?(?:0b[01_]+|0[0-7_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*)",
    "float": r"[-+]?(?:\.[0-9]+|[1-9][0-9_]*|0)(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?",
}


def parse(text: str) -> Any:
    """JSON values, typed as the server types them: `yes` is true, `010` is 8, dates are text. Raises DefinitionError, or ModuleNotFoundError that says what to install."""
    try:
        import yaml
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(_MISSING, name=error.name) from None
    try:
        return yaml.load(text, _loader(yaml))
    except yaml.YAMLError as error:
        raise DefinitionError(f"workflow.yaml: {error}") from None


def _loader(yaml: Any) -> Any:
    class Loader(yaml.SafeLoader):  # type: ignore[misc,name-defined]
        """Every name once, no aliases, names are text."""

        yaml_implicit_resolvers: Dict[Any, Any] = {}

        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            members: Dict[str, Any] = {}
            for name, value in node.value:
                if name.value in members:
                    raise yaml.constructor.ConstructorError(None, None, f"{name.value!r} is there twice", name.start_mark)
                members[name.value] = self.construct_object(value, deep=True)
            return members

        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.AliasEvent):
                raise yaml.composer.ComposerError(None, None, "aliases are not supported", self.peek_event().start_mark)
            return super().compose_node(parent, index)

    for kind, pattern in _SCALARS.items():
        Loader.add_implicit_resolver(f"tag:yaml.org,2002:{kind}", re.compile(f"^(?:{pattern})$"), None)
    Loader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: _integer(node.value.replace("_", "")))
    Loader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: float(node.value.replace("_", "")))
    return Loader


def _integer(text: str) -> int:
    digits = text.lstrip("+-")
    base = 10 if digits == "0" or digits[0] != "0" else {"x": 16, "b": 2}.get(digits[1], 8)
    return int(text, base)
