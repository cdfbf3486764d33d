"""The workflows that are measured, as definitions for the API."""

GREETING = [{"key": "greeting", "fields": [{"name": "text", "type": "string", "required": True}]}]

FIBO = "def fibo(n):\n    return n if n < 2 else fibo(n - 1) + fibo(n - 2)\n\n\n"


def task(name, body, before=""):
    """A task whose function has this body."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return {"name": name, "code": f"{before}def {name}(ti):\n{lines}"}


def edges(*pairs):
    return [{"from": before, "to": after} for before, after in pairs]


def hello():
    """The same contract as the peers': one required text, one row with one text."""
    greet = task("greet", "ti.response_data('greeting', [{'text': f\"Hello, {ti.url_params['name']}!\"}])")
    return {"id": "bench-hello", "url_args": [{"name": "name", "type": "string", "required": True}], "tasks": [greet], "response": GREETING}


def chain(length=40):
    """Each task computes; the last one answers."""
    names = [f"step_{number}" for number in range(length)]
    tasks = [task(name, "fibo(10)", FIBO) for name in names[:-1]]
    tasks.append(task(names[-1], "ti.response_data('greeting', [{'text': str(fibo(10))}])", FIBO))
    return {"id": "bench-chain", "tasks": tasks, "edges": edges(*zip(names, names[1:])), "response": GREETING}


def wide(width=8):
    """One, then eight that may run at the same time, then one."""
    middle = [f"part_{number}" for number in range(width)]
    tasks = [task(name, "fibo(10)", FIBO) for name in ["first", *middle]]
    tasks.append(task("last", "ti.response_data('greeting', [{'text': str(fibo(10))}])", FIBO))
    pairs = [("first", name) for name in middle] + [(name, "last") for name in middle]
    return {"id": "bench-wide", "tasks": tasks, "edges": edges(*pairs), "response": GREETING}
