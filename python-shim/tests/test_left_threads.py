"""A thread that goes on ends its worker, after the answer; threads that do nothing any more do not."""

import importlib.util
import unittest
from typing import Any, Dict

from tests.worker_client import WorkerClient

_HAS_SCIKIT_LEARN = importlib.util.find_spec("sklearn") is not None and importlib.util.find_spec("pandas") is not None


class LeftThreads(unittest.TestCase):
    def setUp(self) -> None:
        self.worker = WorkerClient()
        self.addCleanup(self.worker.__exit__, None, None, None)

    def run_task(self, source: str, **changes: Any) -> Dict[str, Any]:
        result = self.worker.run(source, **changes)
        self.assertEqual("succeeded", result.get("status"), result)
        return result

    def test_anyThreadThatGoesOnEndsTheWorkerAndIsNamed(self) -> None:
        for how in ("daemon=True", "daemon=False"):
            with self.subTest(how), WorkerClient() as worker:
                result = worker.run(f"import threading, time\ndef task(ti): threading.Thread(target=time.sleep, args=(600,), name='poller', {how}).start()")
                self.assertEqual(("succeeded", "thread 'poller' of the task goes on"), (result["status"], result.get("ends")))

    def test_aTaskThatRaisesIsNoException(self) -> None:
        result = self.worker.run("import threading, time\ndef task(ti):\n    threading.Thread(target=time.sleep, args=(600,), name='poller').start()\n    1 / 0")
        self.assertEqual(("raised", "thread 'poller' of the task goes on"), (result["status"], result.get("ends")))

    def test_aThreadWithoutAName(self) -> None:
        result = self.run_task("import _thread, time\ndef go_on(begun):\n    begun.release()\n    time.sleep(600)\ndef task(ti):\n    begun = _thread.allocate_lock()\n    begun.acquire()\n    _thread.start_new_thread(go_on, (begun,))\n    begun.acquire()")
        self.assertEqual("thread '1 without a name' of the task goes on", result["ends"])

    def test_aTimerThatHasNotFired(self) -> None:
        self.assertIn("goes on", self.run_task("import threading\ndef task(ti): threading.Timer(600, print).start()")["ends"])

    def test_theTasksOfAChainRunOnAndTheLastAnswerTells(self) -> None:
        second = {"task": "second", "attempt": 1, "code": {"id": "2", "function": "second", "module": "hello.second", "file": "hello/second.py", "source": "def second(ti): ti.push('ran', True)"}}
        result = self.run_task("import threading, time\ndef task(ti): threading.Thread(target=time.sleep, args=(600,), name='poller').start()", following=[{"to": "second", "when": None}], then=[second])
        self.assertEqual(({"json": True}, "thread 'poller' of the task goes on"), (self.worker.values["ran"], result["ends"]))
        self.assertEqual(result["ends"], self.run_task(second["code"]["source"], function="second", code_id="2")["ends"], "told once")

    def test_threadsThatAreAboutToEndMayDoSoAndTheirOutputCounts(self) -> None:
        result = self.run_task("import threading\ndef task(ti):\n    for i in range(50): threading.Thread(target=print, args=(i,)).start()")
        self.assertNotIn("ends", result)
        self.assertNotIn("ends", self.run_task("import threading, time\ndef task(ti): threading.Thread(target=time.sleep, args=(0.05,)).start()"))
        self.assertEqual(set(map(str, range(50))), set(self.worker.output().split()))

    def test_aPoolThatLostItsOwnerEndsItsThreads(self) -> None:
        self.assertNotIn("ends", self.run_task("import concurrent.futures\ndef task(ti): concurrent.futures.ThreadPoolExecutor(4).submit(print, 'x').result()"))
        self.assertNotIn("ends", self.run_task("import multiprocessing.pool\ndef task(ti): multiprocessing.pool.ThreadPool(2).map(print, 'xyz')"))
        cycle = "import gc, multiprocessing.pool\ndef task(ti):\n    gc.disable()\n    pool = multiprocessing.pool.ThreadPool(2)\n    pool.itself = pool\n"
        self.assertNotIn("ends", self.run_task(cycle))

    def test_aPoolThatTheModuleKeepsMayStayWhileItIsIdle(self) -> None:
        source = """
            import concurrent.futures, time
            pool = concurrent.futures.ThreadPoolExecutor(2)
            def task(ti):
                work = [pool.submit(time.sleep, ti.url_params['seconds']) for _ in range(2)]
                if not ti.url_params['seconds']:
                    concurrent.futures.wait(work)
            """
        for _ in range(3):
            self.assertNotIn("ends", self.run_task(source, url_params={"seconds": 0}))
        self.assertIn("ThreadPoolExecutor", self.run_task(source, url_params={"seconds": 600})["ends"])

    def test_aThreadThatAModuleStartsStaysAsItsGlobalsDo(self) -> None:
        source = "import threading, time\nthreading.Thread(target=time.sleep, args=(600,), daemon=True).start()\ndef task(ti): pass\n"
        for _ in range(2):
            self.assertNotIn("ends", self.run_task(source))
        code = {"id": "1", "function": "task", "module": "hello.task", "file": "hello/task.py", "source": source}
        self.assertEqual({"loaded": 1}, self.worker.request("load_code", code=[code])["result"])
        self.assertNotIn("ends", self.run_task(source))
        self.assertIn("ends", self.run_task("import threading, time\ndef task(ti): threading.Thread(target=time.sleep, args=(600,)).start()"))

    def test_anEventLoopAndItsThreads(self) -> None:
        self.assertNotIn("ends", self.run_task("import asyncio, time\nasync def task(ti): await asyncio.get_running_loop().run_in_executor(None, time.sleep, 0)"))

    @unittest.skipUnless(_HAS_SCIKIT_LEARN, "scikit-learn and pandas are not installed")
    def test_dataScienceKeepsItsWorker(self) -> None:
        source = """
            import numpy, pandas
            from joblib import Parallel, delayed
            from sklearn.ensemble import RandomForestClassifier
            def task(ti):
                data = pandas.DataFrame(numpy.random.rand(60, 4))
                numpy.dot(data.values.T, data.values)
                forest = RandomForestClassifier(5, n_jobs=2).fit(data, range(60))
                forest.predict(data)
                Parallel(n_jobs=2, backend='threading')(delayed(sum)([n]) for n in range(4))
            """
        for _ in range(20):
            self.assertNotIn("ends", self.run_task(source))
