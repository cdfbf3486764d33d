"""Looks at an author's source without executing it."""

import ast
import builtins
import warnings
from typing import Any, Callable, Dict, Iterator, List, Optional, Tuple, Union

from beworkflows_worker import following

_Function = Union[ast.FunctionDef, ast.AsyncFunctionDef]
_BLOCKS = (ast.If, ast.Try, ast.With, ast.For, ast.While, ast.ExceptHandler)


def check(function: Optional[str], source: str) -> Dict[str, Any]:
    """One entry of the answer to `check_code`: `problems`, `pushes`, `pulls`, `dynamic_push`; None: the source is a condition. Never raises for what a source contains."""
    if function is None:
        return _guarded(lambda: _check_condition(source.strip()))
    return _guarded(lambda: _check_function(function, source.lstrip("\ufeff")))


def _check_function(function: str, source: str) -> Dict[str, Any]:
    tree = ast.parse(source)
    compile(source, "<code>", "exec", dont_inherit=True)
    definition, problem = _definition(tree, function)
    return _entry([problem] if problem else [], *(_keys(tree, definition) if definition else ()))


def _check_condition(source: str) -> Dict[str, Any]:
    tree = ast.parse(source, mode="eval")
    following.compiled("<condition>", source)
    return _entry([], [], _pulls_of_condition(tree))


def _guarded(looked_at: Callable[[], Dict[str, Any]]) -> Dict[str, Any]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes are the author's affair, and this process has no log for them
            return looked_at()
    except SyntaxError as error:
        return _entry([_problem("syntax", error.msg, error.lineno, error.offset)])
    except (RecursionError, MemoryError):
        return _entry([_problem("syntax", "the code is nested too deeply", None, None)])
    except ValueError as error:  # NUL, lone surrogates
        return _entry([_problem("syntax", str(error), None, None)])


def _entry(
    problems: List[Dict[str, Any]], pushes: Optional[List[str]] = None, pulls: Optional[List[Dict[str, Any]]] = None, dynamic_push: bool = False
) -> Dict[str, Any]:
    return {"problems": problems, "pushes": pushes or [], "pulls": pulls or [], "dynamic_push": dynamic_push}


def _problem(kind: str, message: str, line: Optional[int], column: Optional[int]) -> Dict[str, Any]:
    return {"kind": kind, "message": message, "line": line or None, "column": column if column and column > 0 else None}


def _definition(tree: ast.Module, name: str) -> Tuple[Optional[_Function], Optional[Dict[str, Any]]]:
    """The last thing that the module binds to the name, as when it is executed."""
    last = None
    for node in _bindings(tree.body, name):
        last = node
    if last is None:
        return None, _problem("missing_function", f"the code has no function named {name!r}: def {name}(ti)", None, None)
    if not isinstance(last, (ast.FunctionDef, ast.AsyncFunctionDef)):
        message = f"{name!r} is not a function defined with def: def {name}(ti)"
        return None, _problem("missing_function", message, last.lineno, last.col_offset + 1)
    if not last.decorator_list and not _takes_one(last.args):  # a decorator may change the arguments
        message = f"{name!r} has to take exactly one argument, the task instance: def {name}(ti)"
        return last, _problem("wrong_arguments", message, last.lineno, last.col_offset + 1)
    return last, None


def _bindings(body: List[ast.stmt], name: str) -> Iterator[ast.stmt]:
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            if node.name == name:
                yield node
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Name) and target.id == name for target in targets):
                yield node
        elif isinstance(node, _BLOCKS):
            for part in ("body", "handlers", "orelse", "finalbody"):
                yield from _bindings(getattr(node, part, []), name)


def _takes_one(arguments: ast.arguments) -> bool:
    positional = [*arguments.posonlyargs, *arguments.args]
    return len(positional) == 1 and not arguments.vararg and not arguments.kwarg and not arguments.kwonlyargs


def _keys(tree: ast.Module, definition: _Function) -> Tuple[List[str], List[Dict[str, Any]], bool]:
    """Literal keys of `ti.push` and `ti.pull`, whatever the parameter is called; in functions of the module that call it the same, too."""
    parameters = [*definition.args.posonlyargs, *definition.args.args]
    if not parameters:
        return [], [], False
    finder = _KeyFinder(parameters[0].arg)
    finder.visit(tree)
    return list(dict.fromkeys(finder.pushes)), finder.pulls, finder.dynamic_push


def _pulls_of_condition(tree: ast.Expression) -> List[Dict[str, Any]]:
    """Its free names that no builtin has, and literal keys of `pull`."""
    nodes = list(ast.walk(tree))
    bound = {node.arg for node in nodes if isinstance(node, ast.arg)}
    bound.update(node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load))
    pulls: List[Dict[str, Any]] = []
    for node in nodes:
        key: Optional[str] = None
        if isinstance(node, ast.Name) and node.id not in bound and node.id not in following.NAMES and not hasattr(builtins, node.id):
            key = node.id
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "pull":
            key = _literal_key(node)
        if key is not None and key not in [pull["key"] for pull in pulls]:
            pulls.append({"key": key, "line": node.lineno})
    return pulls


class _KeyFinder(ast.NodeVisitor):
    """A task instance that is handed on as a whole may push anything: `dynamic_push`."""

    def __init__(self, instance: str) -> None:
        self._instance = instance
        self.pushes: List[str] = []
        self.pulls: List[Dict[str, Any]] = []
        self.dynamic_push = False

    def visit_Call(self, node: ast.Call) -> None:
        method = node.func
        if isinstance(method, ast.Attribute) and self._is_instance(method.value) and method.attr in ("push", "pull"):
            self._note(method.attr, _literal_key(node), node.lineno)
        else:
            self.visit(method)
        for argument in [*node.args, *node.keywords]:
            self.visit(argument)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if not self._is_instance(node.value):
            self.visit(node.value)
        elif node.attr == "push":  # taken without being called
            self.dynamic_push = True

    def visit_Name(self, node: ast.Name) -> None:
        if self._is_instance(node) and isinstance(node.ctx, ast.Load):
            self.dynamic_push = True

    def _is_instance(self, node: ast.AST) -> bool:
        return isinstance(node, ast.Name) and node.id == self._instance

    def _note(self, method: str, key: Optional[str], line: int) -> None:
        if method == "pull":
            if key is not None:
                self.pulls.append({"key": key, "line": line})
        elif key is None:
            self.dynamic_push = True
        else:
            self.pushes.append(key)


def _literal_key(node: ast.Call) -> Optional[str]:
    key = node.args[0] if node.args else next((keyword.value for keyword in node.keywords if keyword.arg == "key"), None)
    return key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else None
