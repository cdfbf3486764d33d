"""What a task gets, what it can do, and how its end is told; with a real worker."""

import importlib.util
import os
import re
import unittest
from typing import Any, Dict

from tests import SHIM
from tests.test_worker_process import WithWorker
from tests.worker_client import WorkerClient


class Results(WithWorker):
    def raised(self, source: str, **changes: Any) -> Dict[str, Any]:
        result = self.worker.run(source, **changes)
        self.assertEqual("raised", result.get("status"), result)
        return result["error"]

    def test_theTracebackStartsInTheAuthorsCodeWithItsLines(self) -> None:
        error = self.raised("def help(x):\n    return 1 / x  # why\n\ndef task(ti):\n    help(0)\n")
        self.assertEqual(("ZeroDivisionError", "division by zero", 2), (error["type"], error["message"], error["line"]))
        self.assertRegex(error["traceback"], r'\ATraceback \(most recent call last\):\n  File "hello/task.py", line 5, in task\n    help\(0\)\n')
        self.assertIn("return 1 / x  # why", error["traceback"])

    def test_framesOfTheWorkerAreNotShownEvenInCauses(self) -> None:
        error = self.raised(
            """
            def task(ti):
                try:
                    ti.pull('nothing')
                except KeyError as error:
                    raise ValueError('no rows') from error
            """
        )
        self.assertIn("direct cause", error["traceback"])
        self.assertNotIn("beworkflows_worker", error["traceback"])
        self.assertEqual(6, error["line"])

    def test_anAsynchronousTaskIsAwaited(self) -> None:
        self.worker.run("import asyncio\nasync def task(ti):\n    await asyncio.sleep(0)\n    ti.push('a', 1)")
        self.assertEqual({"a": {"json": 1}}, self.worker.values)
        error = self.raised("async def task(ti):\n    raise ValueError('x')")
        self.assertEqual(("ValueError", 2), (error["type"], error["line"]))
        self.assertRegex(error["traceback"], r'last\):\n  File "hello/task.py", line 2')

    def test_everyWayToEndIsAResult(self) -> None:
        for name, source, kind, line in (
            ("syntax", "def task(ti)\n    pass", "SyntaxError", 1),
            ("null", "def task(ti): '\x00'", None, None),
            ("import", "import json\nimport no_such_package\ndef task(ti): pass", "ModuleNotFoundError", 2),
            ("exit", "import sys\ndef task(ti): sys.exit(3)", "SystemExit", 2),
            ("exit at import", "raise SystemExit", "SystemExit", 1),
            ("interrupt", "def task(ti): raise KeyboardInterrupt", "KeyboardInterrupt", 1),
            ("generator exit", "def task(ti): raise GeneratorExit", "GeneratorExit", 1),
            ("generator", "def task(ti): yield 1", "TypeError", None),
            ("asynchronous generator", "async def task(ti): yield 1", "TypeError", None),
            ("missing", "def other(ti): pass", "NameError", None),
            ("own class", "class Bad(Exception): pass\ndef task(ti): raise Bad('x')", "hello.task.Bad", 2),
            ("recursion", "def task(ti): task(ti)", "RecursionError", 1),
            ("unprintable", "class Bad(Exception):\n    def __str__(self): 1/0\ndef task(ti): raise Bad", "hello.task.Bad", 3),
            ("surrogate", "def task(ti): raise ValueError('\\ud800')", "ValueError", 1),
        ):
            with self.subTest(name):
                error = self.raised(source)
                if kind:
                    self.assertEqual((kind, line), (error["type"], error["line"]), error)
                self.worker.output()
        self.assertEqual("No module named 'no_such_package'", self.raised("import no_such_package")["message"])

    def test_hugeMessagesAndTracebacksAreCutInTheMiddle(self) -> None:
        error = self.raised("def task(ti): raise ValueError('start' + 'x' * 10**7 + 'stop')")
        self.assertLessEqual(len(error["message"]), 8 << 10)
        self.assertLessEqual(len(error["traceback"]), 64 << 10)
        self.assertTrue(error["message"].startswith("start") and error["message"].endswith("stop"))
        self.assertRegex(error["traceback"], r"(?s)\ATraceback.* bytes cut .*stop\n\Z")

    def test_timeInTheAuthorsCodeIsTold(self) -> None:
        result = self.worker.run("import time\ndef task(ti):\n    end = time.monotonic() + 0.02\n    while time.monotonic() < end: pass")
        self.assertTrue(0.02 <= result["seconds"] < 1, result)

    def test_aSecretIsTakenOutBeforeAMessageIsCutInTwo(self) -> None:
        secret = "s3cr3t-" + "x" * 100
        for before in range(3900, 4200, 20):
            error = self.worker.run(f"def task(ti): raise ValueError('a' * {before} + ti.secrets['k'] + 'b' * 9000)", secrets={"k": secret})["error"]
            for text in (error["message"], error["traceback"]):
                self.assertNotIn("s3cr3t", text)
                self.assertNotIn("xxx", text)

    def test_codeIsExecutedOncePerId(self) -> None:
        source = "print('executed')\ncount = 0\ndef task(ti):\n    global count\n    count += 1\n    print(count)"
        outputs = []
        for sent in (source, None, source):
            self.assertEqual("succeeded", self.worker.run(sent, code_id="one")["status"])
            outputs.append(self.worker.output())
        self.assertEqual(["executed\n1\n", "2\n", "3\n"], outputs)

    def test_codeThatFailedAtImportIsExecutedAgain(self) -> None:
        source = "import os\nif not os.path.exists('ready'):\n    open('ready', 'w').close()\n    raise OSError('not yet')\ndef task(ti): pass"
        self.assertEqual("not yet", self.raised(source, code_id="one")["message"])
        self.assertEqual("succeeded", self.worker.run(None, code_id="one")["status"])

    def test_aTaskNamedLikeAnInstalledModuleHidesNothing(self) -> None:
        for module in ("json.decoder", "xml.dom", "os"):
            result = self.worker.run("import pickle\nclass A: pass\ndef task(ti):\n    pickle.loads(pickle.dumps(A()))\n    ti.push('a', A())", module=module)
            self.assertEqual("succeeded", result["status"], result)
        result = self.worker.run("import json.decoder, xml.dom, os\ndef task(ti): json.decoder.JSONDecodeError, xml.dom.Node, os.path")
        self.assertEqual("succeeded", result["status"], result)

    def test_whatAFailedTaskHeldIsSetFreeAtOnce(self) -> None:
        self.worker.run("import gc, weakref\ngc.disable()\nclass A: pass\ndef task(ti):\n    a = A()\n    global seen\n    seen = weakref.ref(a)\n    1 / 0", module="x.held")
        result = self.worker.run("import gc, sys\ndef task(ti):\n    gc.enable()\n    assert sys.modules['x.held'].seen() is None")
        self.assertEqual("succeeded", result["status"], result)

    def test_anUnknownCodeIdIsAnError(self) -> None:
        answer = self.worker.run(None, code_id="never seen")
        self.assertEqual(-32004, answer["error"]["code"])

    def test_messagesThatAreNotOfTheProtocolAreRefusedAndTheWorkerGoesOn(self) -> None:
        self.worker.send_line(b"{")
        self.assertEqual((None, -32700), (lambda m: (m["id"], m["error"]["code"]))(self.worker.receive()))
        self.worker.send_line(b"[]")
        self.assertEqual(-32600, self.worker.receive()["error"]["code"])
        for rpc, params, code in (("eat", {}, -32601), ("run_task", {}, -32602), ("run_task", None, -32602), ("check_code", {"functions": [{"function": "f", "source": None}]}, -32602)):
            with self.subTest(rpc=rpc, params=params):
                answer = self.worker.exchange({"jsonrpc": "2.0", "id": 5, "method": rpc, "params": params})
                self.assertEqual((5, code), (answer["id"], answer["error"]["code"]))
        answer = self.worker.exchange({"jsonrpc": "2.0", "id": 6, "method": "run_task"})
        self.assertEqual(-32602, answer["error"]["code"])
        self.assertEqual("succeeded", self.worker.run("def task(ti): pass")["status"])


class Instance(WithWorker):
    def succeeds(self, source: str, **changes: Any) -> Any:
        result = self.worker.run(source, **changes)
        self.assertEqual("succeeded", result.get("status"), str(result))
        return result

    def test_whereItRunsAndForWhom(self) -> None:
        self.succeeds(
            """
            def task(ti):
                assert (ti.run_id, ti.workflow_id, ti.version, ti.task_name, ti.attempt) == ('run-1', 'hello', 3, 'task', 2)
                assert (ti.user, ti.method) == ('ada', 'PUT')
                assert ti.headers['X-Request-ID'] == ti.headers.get('x-request-id') == 'r7' and 'X-REQUEST-id' in ti.headers
                assert ti.headers.get('other') is None
                assert ti.url_params == {'a': None} and ti.req_body == {'b': [1]} and ti.req_form == {'c': 'd'}
            """,
            attempt=2,
            user="ada",
            method="PUT",
            headers={"x-Request-Id": "r7"},
            url_params={"a": None},
            req_body={"b": [1]},
            req_form={"c": "d"},
        )

    def test_uploadedFilesAreInTheForm(self) -> None:
        path = os.path.join(self.worker.folder, "upload")
        with open(path, "w", encoding="utf-8") as file:
            file.write("a;\u00e4\n")
        upload = {"filename": "a.csv", "content_type": "text/csv", "size": 5, "path": path}
        self.succeeds(
            """
            import csv
            from common.framework.utils.object_store import get
            def task(ti):
                file = ti.req_form['one']
                assert (file.filename, file.content_type, file.size) == ('a.csv', 'text/csv', 5)
                assert file.read() == file.open().read() == open(file.path, 'rb').read() == 'a;\u00e4\\n'.encode()
                assert file.text() == 'a;\u00e4\\n'
                with file.open('r', encoding='utf-8', newline='') as text:
                    assert list(csv.reader(text, delimiter=';')) == [['a', '\u00e4']]
                try:
                    file.open('w')
                    assert False
                except ValueError:
                    pass
                assert [each.filename for each in ti.req_form['two']] == ['a.csv', 'a.csv']
                stored = get(file.save())
                assert (stored.filename, stored.content_type, stored.text()) == ('a.csv', 'text/csv', 'a;\u00e4\\n')
            """,
            files={"one": [upload], "two": [upload, upload]},
        )

    def test_anInterceptorChangesTheRequest(self) -> None:
        upload = {"filename": "a.csv", "content_type": "text/csv", "size": 5, "path": "/nowhere"}
        source = "def task(ti):\n    ti.req_body['var'] = ti.req_body['var'] * 2\n    ti.url_params = {'new': (1,)}\n    ti.req_form['x'] = ti.req_form['csv'].filename"
        result = self.succeeds(source, kind="interceptor", req_body={"var": 42}, files={"csv": [upload], "more": [upload, upload]})
        files = {"csv": ["/nowhere"], "more": ["/nowhere", "/nowhere"]}
        self.assertEqual({"url_params": {"new": [1]}, "req_body": {"var": 84}, "req_form": {"x": "a.csv"}, "files": files}, result["request"])

    def test_anInterceptorTakesFilesAwayAndRenamesThem(self) -> None:
        one, two = ({"filename": name, "content_type": "text/csv", "size": 5, "path": "/" + name} for name in "ab")
        source = "def task(ti):\n    del ti.req_form['gone']\n    ti.req_form['new'] = ti.req_form.pop('old')\n    ti.req_form['none'] = []"
        result = self.succeeds(source, kind="interceptor", files={"gone": [one], "old": [two]})
        self.assertEqual({"new": ["/b"]}, result["request"]["files"])
        self.assertEqual({"none": []}, result["request"]["req_form"])

    def test_anInterceptorHasNoRunToPushOrAnswerTo(self) -> None:
        for what in ("ti.push('a', 1)", "ti.response_data('x', [])", "ti.response_meta('x', {})"):
            error = self.worker.run(f"def task(ti): {what}", kind="interceptor")["error"]
            self.assertEqual("RuntimeError", error["type"])
            self.assertIn("there is no run yet", error["message"])

    def test_whatAnInterceptorCannotLeave(self) -> None:
        for change, words in (("ti.req_body = [1]", "a dict in ti.req_body, not list"), ("ti.req_body['x'] = ti", "request: /req_body/x: object of type")):
            result = self.worker.run(f"def task(ti): {change}", kind="interceptor")
            self.assertIn(words, result["error"]["message"])

    def test_responsesTakeRowsAndFrames(self) -> None:
        self.succeeds("import datetime\ndef task(ti):\n    ti.response_data('x', [{'d': datetime.date(2026, 1, 2)}])\n    ti.response_data('x', ({'d': '\\ud800'},))\n    ti.response_meta('x', {'n': 1})")
        self.assertEqual([{"d": "2026-01-02"}, {"d": "\ufffd"}], self.worker.rows["x"])
        self.assertEqual({"x": {"n": 1}}, self.worker.meta)

    def test_wrongTypesAreToldWhatWasExpected(self) -> None:
        for call, words in (
            ("ti.push(1, 2)", "push takes a str as key, not int"),
            ("ti.pull(None)", "pull takes a str as key, not NoneType"),
            ("ti.response_data('x', {'a': 1})", "response_data takes a list of dicts or a DataFrame as rows, not dict"),
            ("ti.response_data('x', 'ab')", "response_data takes a list of dicts or a DataFrame as rows, not str"),
            ("ti.response_data(['x'], [])", "response_data takes a str as item, not list"),
            ("ti.response_meta('x', [1])", "response_meta takes a dict, not list"),
        ):
            with self.subTest(call):
                error = self.worker.run(f"def task(ti): {call}")["error"]
                self.assertEqual(("TypeError", words), (error["type"], error["message"]))

    def test_anUnknownKeyNamesTheKeysThatExist(self) -> None:
        error = self.worker.run("def task(ti):\n    ti.push('a', 1); ti.push('b', 2); ti.pull('c')")["error"]
        self.assertEqual("KeyError", error["type"])
        self.assertIn("no task before this one pushed 'c'; keys that can be pulled: 'a', 'b'", error["message"])

    def test_threadsOfATaskPullAtTheSameTime(self) -> None:
        self.succeeds(
            """
            from concurrent.futures import ThreadPoolExecutor
            def task(ti):
                for n in range(20):
                    ti.push(f'k{n}', n)
                with ThreadPoolExecutor(8) as pool:
                    assert list(pool.map(lambda n: ti.pull(f'k{n % 20}'), range(2000))) == [n % 20 for n in range(2000)]
            """
        )

    def test_aThreadThatOutlivesItsTaskGetsAnError(self) -> None:
        source = """
            import threading
            from common.framework.utils.events import send_user_task_sse
            ended, told = threading.Event(), []
            def late(ti):
                ended.wait()
                for use in (lambda: ti.push('late', 1), lambda: ti.pull('late'), lambda: ti.push('late', bytes(100_000))):
                    try:
                        use()
                    except RuntimeError as error:
                        told.append(str(error))
            def task(ti):
                global thread
                if ti.attempt == 1:
                    thread = threading.Thread(target=late, args=(ti,))
                    thread.start()
                else:
                    ended.set()
                    thread.join()
                    ti.push('told', told)
            """
        for attempt in (1, 2):
            self.succeeds(source, code_id="late", attempt=attempt)
        self.assertEqual({"told": {"json": ["task 'task' has ended, its task instance cannot be used any more"] * 3}}, self.worker.values)
        self.assertEqual([], os.listdir(self.worker.folder), "nobody would ever remove it")

    def test_whatAForkedProcessPushesLeavesNothing(self) -> None:
        self.succeeds(
            """
            import os
            def task(ti):
                child = os.fork()
                if child == 0:
                    try:
                        ti.push('late', bytes(100_000))
                    except RuntimeError:
                        os._exit(7)
                assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
            """
        )
        self.assertEqual([], os.listdir(self.worker.folder))

    def test_aThreadThatWaitsForAnAnswerWhenItsTaskEndsIsLetGo(self) -> None:
        """This server never answers the pull."""
        source = """
            import threading
            told = []
            def wait(ti):
                try:
                    ti.pull('never')
                except RuntimeError as error:
                    told.append(str(error))
            def task(ti):
                global thread
                if ti.attempt == 1:
                    thread = threading.Thread(target=wait, args=(ti,))
                    thread.start()
                else:
                    thread.join()
                    ti.push('told', told)
            """
        serve, self.worker._serve = self.worker._serve, lambda message: None if message["method"] == "pull" else serve(message)
        for attempt in (1, 2):
            self.succeeds(source, code_id="wait", attempt=attempt)
        (told,) = self.worker.values["told"]["json"]
        self.assertIn("has ended", told)

    def test_tooLongMessagesAreRefusedBeforeTheyAreSent(self) -> None:
        with WorkerClient(max_message_bytes=10_000) as worker:
            for call in ("ti.push('a', 'x' * 20000)", "ti.response_data('a', [{'a': 'x' * 20000}])", "send_user_task_sse('x' * 20000)"):
                error = worker.run(f"from common.framework.utils.events import *\ndef task(ti): {call}")["error"]
                self.assertEqual("ValueError", error["type"])
                self.assertRegex(error["message"], r"a message of 20\d\d\d bytes, the limit is 10000 \(max_message_bytes\)")
            error = worker.run("def task(ti): ti.req_body['a'] = 'x' * 20000", kind="interceptor")["error"]
            self.assertIn("the limit is 10000", error["message"])

    def test_aSignalHandlerThatRaisesWhileATaskWaitsLeavesTheProtocolIntact(self) -> None:
        """`timeout` decorators work like this."""
        self.worker.run("def task(ti): ti.push('a', 'x' * 1000)")
        self.succeeds(
            """
            import signal
            def late(*_): raise TimeoutError
            def task(ti):
                signal.signal(signal.SIGALRM, late)
                for n in range(50):
                    try:
                        signal.setitimer(signal.ITIMER_REAL, 0.0005)
                        while True:
                            ti.pull('a')
                    except TimeoutError:
                        pass
                assert ti.pull('a') == 'x' * 1000
            """
        )


class SharedClasses(unittest.TestCase):
    source = """
        import dataclasses, enum
        class Color(enum.Enum):
            RED = 1
        @dataclasses.dataclass
        class Model:
            weights: list
            class Inner: pass
            def total(self):
                return double(sum(self.weights))
        def double(x):
            return x * 2
        def make(ti):
            ti.push('model', Model([1, 2]))
            ti.push('large', [Model(list(range(1000)))] * 100)
            ti.push('color', {Color.RED: (Model.Inner, double)})
        """
    use = """
        def use(ti):
            assert ti.pull('model').total() == 6
            assert len({id(m) for m in ti.pull('large')}) == 1
            ((color, (inner, double)),) = ti.pull('color').items()
            assert color.name == 'RED' and inner.__name__ == 'Inner' and double(2) == 4
            assert type(ti.pull('model')) is type(ti.pull('large')[0])
        """

    def test_instancesOfClassesOfTaskCodeAreRebuiltInAnotherProcess(self) -> None:
        with WorkerClient(inline_value_bytes=4000) as maker, WorkerClient() as user:
            result = maker.run(self.source, function="make")
            self.assertEqual("succeeded", result["status"], result)
            user.values.update(maker.values)
            for worker in (user, maker):
                result = worker.run(self.use, function="use", values_dir=maker.folder)
                self.assertEqual("succeeded", result["status"], result)

    def test_theTaskThatDefinesAClassGetsItsOwnClassBack(self) -> None:
        source = "class A: pass\ndef task(ti):\n    ti.push('a', A())\n    assert type(ti.pull('a')) is A\n    import pickle\n    assert type(pickle.loads(pickle.dumps(A()))) is A"
        with WorkerClient() as worker:
            for version in (1, 2):
                result = worker.run(source + f"\n# {version}")
                self.assertEqual("succeeded", result["status"], result)


@unittest.skipUnless(importlib.util.find_spec("sklearn"), "needs scikit-learn")
class Learning(unittest.TestCase):
    def test_aModelIsTrainedInOneProcessAndUsedInAnother(self) -> None:
        train = """
            from sklearn.datasets import load_iris
            from sklearn.ensemble import RandomForestClassifier
            def task(ti):
                data = load_iris(as_frame=True)
                ti.push('rows', data.frame)
                ti.push('model', RandomForestClassifier(n_estimators=5, random_state=0).fit(data.data, data.target))
            """
        use = """
            def task(ti):
                rows, model = ti.pull('rows'), ti.pull('model')
                rows['guess'] = model.predict(rows[model.feature_names_in_])
                ti.response_data('hits', [{'share': (rows['guess'] == rows['target']).mean(), 'importance': model.feature_importances_}])
                ti.response_data('rows', rows.head(3))
                ti.response_data('wrong', [{'model': model}])
            """
        with WorkerClient() as trainer, WorkerClient() as user:
            result = trainer.run(train)
            self.assertEqual("succeeded", result["status"], result)
            user.values.update(trainer.values)
            error = user.run(use, values_dir=trainer.folder)["error"]
            self.assertRegex(error["message"], r"response item 'wrong': /0/model: object of type sklearn.*RandomForestClassifier cannot be turned into JSON")
            self.assertGreater(user.rows["hits"][0]["share"], 0.9)
            self.assertEqual((4, 3), (len(user.rows["hits"][0]["importance"]), len(user.rows["rows"])))

    def test_functionsOfTaskCodeReachTheProcessesOfJoblib(self) -> None:
        late = """
            def double(x):
                return x * 2
            def task(ti):
                from joblib import Parallel, delayed
                ti.push('doubled', Parallel(n_jobs=2)(delayed(double)(n) for n in range(3)))
            """
        early = late.replace("            def double", "            import joblib\n            def double", 1)
        with WorkerClient() as worker:
            for source in (late, early):
                result = worker.run(source)
                self.assertEqual("succeeded", result["status"], result)
                self.assertEqual({"json": [0, 2, 4]}, worker.values.pop("doubled"))


class Description(WithWorker):
    """The samples of the original description, unchanged."""

    def check(self, source: str, **changes: Any) -> Dict[str, Any]:
        function = re.search(r"def (\w+)\(ti\)", source)[1]
        result = self.worker.run(source, function=function, **changes)
        self.assertEqual("succeeded", result.get("status"), str(result))
        return result

    def test_sharingData(self) -> None:
        self.check('def node1(ti):\n    x = "hello"\n    ti.push("my_variable", x)\n')
        self.check('def node1(ti):\n    x = ti.pull("my_variable")\n')

    def test_theRequest(self) -> None:
        given = {"color": "red", "cut": None}
        for part in ("url_params", "req_body", "req_form"):
            self.check(f"def node_name(ti):\n    color = ti.{part}['color']\n    cut = ti.{part}['cut']\n", **{part: dict(given)})

    def test_theInterceptor(self) -> None:
        source = "def intercept(ti):\n    # Interceptor code goes here\n    # Modify the URL arguments, request body, and form data as needed\n    ti.req_body['var'] = ti.req_body['var'] * 2\n"
        self.assertEqual({"var": 4}, self.check(source, kind="interceptor", req_body={"var": 2})["request"]["req_body"])

    def test_theResponse(self) -> None:
        self.check('data = [{"a": 1}]\ndef node1(ti):\n    ti.response_data("response_element_key1", data)\n    ti.response_meta("response_element_key1", {"count": 100})\n')
        self.assertEqual([{"a": 1}], self.worker.rows["response_element_key1"])
        self.assertEqual({"count": 100}, self.worker.meta["response_element_key1"])

    def test_messages(self) -> None:
        sample = 'from common.framework.utils.events import send_user_task_sse\n\nsend_user_task_sse("Task is 50% complete")\n'
        self.check(sample + "\ndef node1(ti): pass\n")
        self.check("def node1(ti):\n    " + sample.replace("\n", "\n    "))
        self.assertEqual(["Task is 50% complete"] * 2, self.worker.messages)


class ObjectStore(WithWorker):
    def test_whateverIsPutComesBack(self) -> None:
        result = self.worker.run(
            """
            import io, pathlib
            from common.framework.utils.object_store import put, get, info, delete
            def task(ti):
                pathlib.Path('local.csv').write_bytes(b'a,b')
                for data, filename, content_type, content in [
                    (b'abc', 'file', 'application/octet-stream', b'abc'),
                    ('\u00e4', 'file', 'text/plain; charset=utf-8', '\u00e4'.encode()),
                    (pathlib.Path('local.csv'), 'local.csv', 'text/csv', b'a,b'),
                    (open('local.csv', 'rb'), 'local.csv', 'text/csv', b'a,b'),
                    (open('local.csv'), 'local.csv', 'text/csv', b'a,b'),
                    (io.BytesIO(b'x' * 3_000_000), 'file', 'application/octet-stream', b'x' * 3_000_000),
                    (b'', 'file', 'application/octet-stream', b''),
                ]:
                    stored = get(put(data))
                    assert (stored.filename, stored.content_type, stored.size) == (filename, content_type, len(content)), stored
                    assert stored.read() == content
                    assert info(stored.id) == {'id': stored.id, 'filename': filename, 'content_type': content_type, 'size': len(content)}
                named = put(b'{}', filename='a.json', content_type='text/x')
                assert (info(named)['filename'], info(named)['content_type']) == ('a.json', 'text/x')
                assert get(put(get(named))).content_type == 'text/x'
                delete(named)
                for use in (get, info, delete):
                    try:
                        use(named)
                        assert False
                    except FileNotFoundError as error:
                        assert named in str(error)
                for call in (lambda: put(7), lambda: get(7)):
                    try:
                        call()
                        assert False
                    except TypeError:
                        pass
            """
        )
        self.assertEqual("succeeded", result["status"], result)
        self.assertEqual([], [name for name in os.listdir(self.worker.folder) if re.match(r"\d", name)], "nothing is left in incoming_dir")

    def test_outsideOfATaskItSaysSo(self) -> None:
        from common.framework.utils import events, object_store

        for use in (lambda: events.send_user_task_sse("x"), lambda: object_store.put(b"x"), lambda: object_store.get("x")):
            with self.assertRaisesRegex(RuntimeError, "works only while a task runs"):
                use()

    def test_messagesAreAnyJsonValueAndSurviveEveryText(self) -> None:
        self.worker.run("from common.framework.utils.events import *\ndef task(ti):\n    for m in ('a\\n\\r\\u2028\\x1e', {'p': (1, None)}, 0.5, [float('nan')]): send_user_task_sse(m)")
        self.assertEqual(["a\n\r\u2028\x1e", {"p": [1, None]}, 0.5, [None]], self.worker.messages)


class Package(unittest.TestCase):
    def test_everySourceFileSaysWhatItIsFor(self) -> None:
        for folder, _, files in os.walk(os.path.join(SHIM, "src")):
            for name in files:
                if name.endswith(".py"):
                    with open(os.path.join(folder, name), encoding="utf-8") as file:
                        self.assertTrue(file.read().startswith('"""'), name)


if __name__ == "__main__":
    unittest.main()
