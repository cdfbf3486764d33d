"""A `validation_regex`: RE2 syntax on the server, run here by `re`."""

import re
from typing import Optional

_CLASSES = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "ascii": r"\x00-\x7f",
    "blank": r"\t ",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": r"!-/:-@\[-`{-~",
    "space": r"\t\n\v\f\r ",
    "upper": "A-Z",
    "word": "0-9A-Za-z_",
    "xdigit": "0-9A-Fa-f",
}
_OWN = re.compile(r"\[:(\w+):\]|\\Q(.*?)(?:\\E|\Z)|\\z|\(\?<(?=[A-Za-z_])|\\x\{([0-9A-Fa-f]+)\}|\\.", re.DOTALL)


class Pattern:
    """Must match the whole text.

    The syntaxes agree but for a few corners. RE2's `[[:alpha:]]`, `\\z`, `\\Q…\\E`, `\\x{…}` and `(?<name>…)` are translated; `\\d`, `\\w`, `\\s` and `\\b` mean ASCII in both.
    What differs: with `(?i)` RE2 folds the case of all letters, here of ASCII ones; `\\s` takes a vertical tab only here. What only RE2 has (`\\pL`, `\\C`, `(?U)`) cannot be
    checked here: `matches` raises NotImplementedError, which says so. What only `re` has (look-around, back-references) is refused by the server when the workflow is saved.
    """

    def __init__(self, regex: str) -> None:
        self.regex = regex
        self._compiled: Optional[re.Pattern[str]] = None

    def matches(self, text: str) -> bool:
        """Whether the whole text matches."""
        if self._compiled is None:
            self._compiled = self._compile()
        return self._compiled.fullmatch(text) is not None

    def _compile(self) -> "re.Pattern[str]":
        try:
            return re.compile(_OWN.sub(_translated, self.regex), re.ASCII)
        except (re.error, ValueError, OverflowError) as error:
            raise NotImplementedError(
                f"the validation_regex {self.regex!r} cannot be checked outside of the server: Python's re does not take it ({error})"
            ) from None


def _translated(found: "re.Match[str]") -> str:
    whole, posix, literal, code = found.group(0), found.group(1), found.group(2), found.group(3)
    if posix is not None:
        return _CLASSES.get(posix, whole)
    if literal is not None:
        return re.escape(literal)
    if code is not None:
        return re.escape(chr(int(code, 16)))
    return {r"\z": r"\Z", "(?<": "(?P<"}.get(whole, whole)
