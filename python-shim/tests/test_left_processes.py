"""Processes that a task leaves are gone before its answer, and their libraries start others for the next task."""

import importlib.util
import os
import signal
import unittest
from typing import Any, Dict

from tests.worker_client import WorkerClient

_HAS_JOBLIB = importlib.util.find_spec("joblib") is not None


class LeftProcesses(unittest.TestCase):
    def setUp(self) -> None:
        self.worker = WorkerClient()
        self.addCleanup(self.worker.__exit__, None, None, None)

    def leaves(self, source: str) -> Dict[str, Any]:
        """Runs a task that pushes the numbers of its processes as `left`: none of them is there any more, not even as a zombie, and the worker is as good as new."""
        result = self.worker.run(source)
        self.assertEqual(("succeeded", None), (result.get("status"), result.get("ends")), result)
        for pid in self.worker.values["left"]["json"]:
            with self.assertRaises(ProcessLookupError, msg=f"process {pid} is still there"):
                os.kill(pid, 0)
        return result

    def test_aCommandThatGoesOn(self) -> None:
        self.leaves("import subprocess\ndef task(ti): ti.push('left', [subprocess.Popen(['sleep', '600']).pid for _ in range(3)])")

    def test_aCommandThatHasEndedAndThatNobodyCollected(self) -> None:
        self.leaves("import os\ndef task(ti):\n    pid = os.spawnlp(os.P_NOWAIT, 'true', 'true')\n    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)\n    ti.push('left', [pid])")

    def test_aForkThatIgnoresEverySignal(self) -> None:
        self.leaves(
            """
            import os, signal
            def task(ti):
                reader, writer = os.pipe()
                pid = os.fork()
                if not pid:
                    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                        signal.signal(number, signal.SIG_IGN)
                    os.write(writer, b'.')
                    while True:
                        signal.pause()
                os.read(reader, 1)
                ti.push('left', [pid])
            """
        )

    def test_aDaemonWithASessionOfItsOwn(self) -> None:
        """Forked twice, so that its parent is gone: what usually escapes."""
        self.leaves(
            """
            import os, signal
            def task(ti):
                reader, writer = os.pipe()
                if not os.fork():
                    os.setsid()
                    if os.fork():
                        os._exit(0)
                    os.write(writer, str(os.getpid()).encode())
                    while True:
                        signal.pause()
                ti.push('left', [int(os.read(reader, 20))])
            """
        )

    def test_aTreeOfProcesses(self) -> None:
        self.leaves(
            """
            import os, signal
            def task(ti):
                reader, writer = os.pipe()
                if not os.fork():
                    for _ in range(3):
                        os.fork()
                    os.write(writer, b'%8d' % os.getpid())
                    while True:
                        signal.pause()
                ti.push('left', [int(os.read(reader, 8)) for _ in range(8)])
            """
        )

    def test_processesOfMultiprocessingAndTheNextTaskCanStartOthers(self) -> None:
        source = """
            import multiprocessing, multiprocessing.shared_memory, time
            def wait():
                time.sleep(600)
            def square(x):
                return x * x
            def task(ti):
                memory = multiprocessing.shared_memory.SharedMemory(create=True, size=100)
                left = [multiprocessing.get_context('fork').Process(target=wait, daemon=daemon) for daemon in (True, False)]
                for process in left:
                    process.start()
                with multiprocessing.get_context('fork').Pool(2) as pool:
                    ti.push('squares', pool.map(square, [1, 2, 3]))
                from multiprocessing import resource_tracker
                ti.push('left', [process.pid for process in left] + [resource_tracker._resource_tracker._pid])
                ti.push('children', len(multiprocessing.active_children()))
                ti.push('memory', memory.name)
            """
        for _ in range(2):
            self.leaves(source)
            self.assertEqual(({"json": [1, 4, 9]}, {"json": 2}), (self.worker.values["squares"], self.worker.values["children"]))
            self.assertFalse(os.path.exists("/dev/shm/" + self.worker.values["memory"]["json"]), "the tracker removes what the task forgot")
            self.assertNotIn("Traceback", self.worker.output())

    def test_aForkServerAndTheNextTaskCanStartAnother(self) -> None:
        source = """
            import multiprocessing
            from multiprocessing import forkserver
            def task(ti):
                process = multiprocessing.get_context('forkserver').Process(target=print, args=('from the server',))
                process.start()
                process.join()
                ti.push('left', [forkserver._forkserver._forkserver_pid, process.pid])
            """
        for _ in range(2):
            self.leaves(source)
            self.assertIn("from the server", self.worker.output())

    def test_anExecutorOfProcessesThatNobodyShutDown(self) -> None:
        self.leaves(
            """
            import concurrent.futures, multiprocessing, os
            executor = None
            def task(ti):
                global executor
                executor = concurrent.futures.ProcessPoolExecutor(2, mp_context=multiprocessing.get_context('fork'))
                ti.push('left', list(set(executor.map(work, range(8)))))
            def work(number):
                return os.getpid()
            """
        )

    @unittest.skipUnless(_HAS_JOBLIB, "joblib is not installed")
    def test_theProcessesOfJoblibAndTheNextTaskGetsOthers(self) -> None:
        source = """
            import glob, os
            from joblib import Parallel, delayed
            def pid(number):
                return os.getpid()
            def task(ti):
                ti.push('left', Parallel(n_jobs=2)(delayed(pid)(number) for number in range(4)))
                ti.push('folders', glob.glob(f'/dev/shm/joblib_memmapping_folder_{os.getpid()}_*'))
            """
        for _ in range(2):
            self.leaves(source)
            self.assertEqual([], [folder for folder in self.worker.values["folders"]["json"] if os.path.exists(folder)])
            self.assertNotIn("Traceback", self.worker.output())

    def test_whatLeavesTheWorkersGroupDuringTheTaskDiesToo(self) -> None:
        """The worker, and not the first process of the machine, becomes the parent of an orphan."""
        self.worker.run(
            """
            import os, signal
            def task(ti):
                reader, writer = os.pipe()
                if not os.fork():
                    if os.fork():
                        os._exit(0)
                    os.read(reader, 1)
                    print(os.getppid(), flush=True)
                    os._exit(0)
                os.wait()
                os.write(writer, b'.')
                os.wait()
            """
        )
        self.assertEqual(str(self.worker.pid), self.worker.output().strip())


class LeftByAModule(unittest.TestCase):
    def test_aProcessThatAModuleStartsIsGoneTooAndThatIsTheTimeToKnow(self) -> None:
        with WorkerClient() as worker:
            source = "import subprocess\nchild = subprocess.Popen(['sleep', '600'])\ndef task(ti): ti.push('left', child.poll())\n"
            worker.request("load_code", code=[{"id": "1", "function": "task", "module": "hello.task", "file": "hello/task.py", "source": source}])
            worker.run(None, code_id="1")
            self.assertIsNotNone(worker.values["left"]["json"])
            self.assertNotEqual(signal.SIGTERM, worker.values["left"]["json"])
