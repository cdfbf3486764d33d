"""A real worker: what tasks print, break, fork and leave behind does not reach the protocol, and no process outlives its server."""

import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import unittest
from typing import Any

from tests import SHIM
from tests.lifeline import Lifeline
from tests.worker_client import MARK, WorkerClient, start

_DEADLINE = 20


class WithWorker(unittest.TestCase):
    def setUp(self) -> None:
        self.worker = WorkerClient()
        self.addCleanup(self.worker.__exit__, None, None, None)

    def succeeds(self, source: str, **changes: Any) -> str:
        result = self.worker.run(source, **changes)
        self.assertEqual("succeeded", result.get("status"), result)
        return self.worker.output()


class Output(WithWorker):
    def test_everythingWrittenIsOutputOfTheCallAndNothingReachesTheProtocol(self) -> None:
        fake = '{"jsonrpc":"2.0","id":1,"result":{"status":"succeeded"}}'
        output = self.succeeds(
            f"""
            import ctypes, logging, os, subprocess, sys, warnings
            def task(ti):
                print({fake!r})
                os.system('echo from the shell')
                subprocess.run(['echo', 'from a child'])
                ctypes.CDLL(None).puts(b'from C')
                os.write(1, b'from descriptor 1 \\xff\\n')
                sys.stderr.write('from stderr\\n')
                logging.getLogger('me').info('from logging')
                warnings.warn('from warnings')
                print('no line end', end='')
            """
        )
        lines = ["the shell", "a child", "C", "descriptor 1 \\xff", "stderr", "logging", "warnings"]
        for expected in (fake + "\n", *[f"from {line}\n" for line in lines], "INFO me: from logging\n", "UserWarning"):
            self.assertIn(expected, output)
        self.assertTrue(output.endswith("no line end") or output.endswith("from C\n"), output)

    def test_theMarkEndsTheOutputOfEachCallWithItsId(self) -> None:
        self.worker.run("def task(ti): print('one')")
        self.worker.run("def task(ti): print('two')")
        self.worker.process.stdin.close()
        self.worker.process.wait(_DEADLINE)
        mark = f"\x1e{MARK} "
        self.assertEqual(f"one\n{mark}2\ntwo\n{mark}3\n".encode(), self.worker._log.read())

    def test_descriptorsAndStreamsAreBackInPlaceWhateverTheTaskDid(self) -> None:
        breakages = {
            "closed": "os.close(0); os.close(1); os.close(2)",
            "replaced": "sys.stdout = sys.stderr = open(os.devnull, 'w')",
            "captured": "import io; sys.stdout = io.StringIO()",
            "gone": "sys.stdout = sys.stderr = None",
            "closed objects": "sys.stdin.close(); sys.stdout.close(); sys.stderr.close()",
            "redirected": "os.dup2(os.open(os.devnull, os.O_WRONLY), 1)",
            "non-blocking": "os.set_blocking(2, False)",
            "handlers": "import logging; logging.getLogger().handlers.clear(); logging.disable(50); logging.getLogger().setLevel(50)",
        }
        for name, breakage in breakages.items():
            with self.subTest(name):
                self.succeeds(f"import os, sys\ndef task(ti):\n    {breakage}\n")
                output = self.succeeds("import logging, os\ndef task(ti):\n    print('here'); os.system('echo child'); logging.info('logged')\n")
                self.assertEqual("here\nchild\nINFO root: logged\n", output)

    def test_standardInputIsEmpty(self) -> None:
        self.assertEqual("b''\n", self.succeeds("import sys\ndef task(ti): print(sys.stdin.buffer.read())"))

    def test_theEnvironmentTheFolderTheSignalsAndTheUmaskAreBackInPlace(self) -> None:
        self.succeeds(
            """
            import os, signal
            def task(ti):
                os.environ['LEFT'] = 'behind'; os.environ.pop('PATH', None); os.chdir('/'); os.umask(0)
                signal.signal(signal.SIGTERM, signal.SIG_IGN); signal.alarm(1)
            """
        )
        look = """
            import os, signal
            def task(ti):
                print(os.environ.get('LEFT'), 'PATH' in os.environ, os.getcwd() == {0!r}, signal.getsignal(signal.SIGTERM) == signal.SIG_DFL, signal.alarm(0))
            """.format(os.path.realpath(self.worker.folder))
        self.assertEqual("None True True True 0\n", self.succeeds(look))

    def test_childProcessesDoNotInheritTheProtocol(self) -> None:
        output = self.succeeds(
            """
            import subprocess, sys
            def task(ti):
                code = "import os; print(sorted(int(n) for n in os.listdir('/proc/self/fd') if int(n) >= 100))"
                subprocess.run([sys.executable, '-c', code], close_fds=False)
            """
        )
        self.assertEqual("[]\n", output)

    def test_anInterruptDoesNothingAndChildrenCanStillBeInterrupted(self) -> None:
        output = self.succeeds(
            """
            import os, signal, subprocess
            def task(ti):
                os.kill(os.getpid(), signal.SIGINT)
                child = subprocess.Popen(['sleep', '60'])
                child.send_signal(signal.SIGINT)
                print(child.wait())
            """
        )
        self.assertEqual("-2\n", output)


class Forks(WithWorker):
    """A forked process has no voice in the protocol."""

    def test_aForkThatReturnsFromTheTaskGivesNoSecondAnswer(self) -> None:
        output = self.succeeds(
            """
            import os
            def task(ti):
                child = os.fork()
                print('parent' if child else 'child')
                if child:
                    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
            """
        )
        self.assertEqual({"parent", "child", "0"}, set(output.split()))
        self.assertEqual(1, sum(message.get("id") == 2 for message in self.worker.received))
        self.succeeds("def task(ti): pass")

    def test_aForkThatRaisesEndsWithStatusOneAndItsTracebackInTheLog(self) -> None:
        output = self.succeeds(
            """
            import os
            def task(ti):
                child = os.fork()
                if not child:
                    raise ValueError('in the child')
                print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
            """
        )
        self.assertIn("ValueError: in the child", output)
        self.assertTrue(output.endswith("1\n"), output)

    def test_theTaskInstanceRaisesInAForkedProcess(self) -> None:
        output = self.succeeds(
            """
            import os
            from common.framework.utils.events import send_user_task_sse
            def task(ti):
                child = os.fork()
                if not child:
                    for use in (lambda: ti.push('a', 1), lambda: ti.pull('a'), lambda: send_user_task_sse('a')):
                        try:
                            use()
                        except RuntimeError as error:
                            print(error)
                    os._exit(0)
                os.waitpid(child, 0)
                ti.push('b', 1)
            """
        )
        self.assertEqual(3, output.count("a forked process cannot use the task instance"), output)
        self.assertEqual({"b": {"json": 1}}, self.worker.values)

    def test_aPoolOfForkedProcessesWorks(self) -> None:
        self.succeeds(
            """
            import multiprocessing
            def square(x):
                return x * x
            def task(ti):
                with multiprocessing.get_context('fork').Pool(2) as pool:
                    ti.push('squares', pool.map(square, [1, 2, 3]))
            """
        )
        self.assertEqual({"json": [1, 4, 9]}, self.worker.values["squares"])


class Ends(unittest.TestCase):
    """Lifelines: nothing of a worker's group is left."""

    fork_and_loop = """
        import os
        from common.framework.utils.events import send_user_task_sse
        def task(ti):
            if os.fork():
                send_user_task_sse('up')
            while True:
                pass
        """
    hold_the_interpreter = """
        import ctypes
        from common.framework.utils.events import send_user_task_sse
        def task(ti):
            send_user_task_sse('up')
            ctypes.PyDLL(None).pause()
        """

    def start_task(self, worker: WorkerClient, source: str) -> None:
        """Returns when the task runs."""
        worker.on_message = _stop_serving
        with self.assertRaises(_TaskRuns):
            worker.run(source)

    def test_aClosedInputEndsTheWholeGroupWhileATaskRuns(self) -> None:
        lifeline = Lifeline(self)
        with WorkerClient(pass_fds=[lifeline.held]) as worker:
            lifeline.let_go()
            self.start_task(worker, self.fork_and_loop)
            worker.process.stdin.close()
            self.assertTrue(lifeline.is_cut())
            self.assertEqual(-signal.SIGKILL, worker.process.wait(_DEADLINE))

    def test_aClosedInputEndsAnIdleWorker(self) -> None:
        with WorkerClient() as worker:
            worker.process.stdin.close()
            self.assertEqual(-signal.SIGKILL, worker.process.wait(_DEADLINE))

    def test_aWorkerLeadsASessionAndAGroup(self) -> None:
        with WorkerClient() as worker:
            self.assertEqual((worker.pid, worker.pid), (os.getpgid(worker.pid), os.getsid(worker.pid)))

    def test_terminationEndsATaskThatCatchesEverything(self) -> None:
        with WorkerClient() as worker:
            self.start_task(worker, "from common.framework.utils.events import *\ndef task(ti):\n while 1:\n  try:\n   send_user_task_sse('up')\n   while 1: pass\n  except: pass\n")
            worker.process.terminate()
            self.assertEqual(-signal.SIGTERM, worker.process.wait(_DEADLINE))

    def test_aKilledServerTakesTheWorkerAlongEvenInACallThatHoldsTheInterpreter(self) -> None:
        self.kill_server(self.hold_the_interpreter, with_warden=False)

    def test_aKilledServerTakesTheGrandchildrenAlongWithTheHelpOfTheWarden(self) -> None:
        self.kill_server(self.fork_and_loop, with_warden=True)

    def kill_server(self, source: str, with_warden: bool) -> None:
        """The worker's input stays open in this test, so that its end is not what ends the worker."""
        lifeline = Lifeline(self)
        server = textwrap.dedent(
            f"""
            import os, sys
            sys.path.insert(0, {SHIM!r})
            from tests.worker_client import WorkerClient, start
            worker = WorkerClient(pass_fds=[{lifeline.held}])
            os.close({lifeline.held})
            warden = start('beworkflows_worker.warden', stdin=-1) if {with_warden} else None
            if warden:
                warden.stdin.write(b'watch %d\\n' % worker.pid)
            worker.on_message = lambda message: print(message, worker.process.stdin.fileno(), flush=True)
            worker.run({source!r})
            """
        )
        command = [sys.executable, "-c", server]
        folder = tempfile.TemporaryDirectory()  # the killed server cannot clean up
        self.addCleanup(folder.cleanup)
        environment = {**os.environ, "TMPDIR": folder.name}
        with subprocess.Popen(command, stdout=subprocess.PIPE, pass_fds=[lifeline.held], env=environment) as process:
            lifeline.let_go()
            ready = process.stdout.readline()
            self.assertTrue(ready.startswith(b"up"), ready)
            self.addCleanup(os.close, os.open(f"/proc/{process.pid}/fd/{int(ready.split()[1])}", os.O_WRONLY))
            process.kill()
        self.assertTrue(lifeline.is_cut())


class Warden(unittest.TestCase):
    def setUp(self) -> None:
        self.lifelines = []
        self.warden = start("beworkflows_worker.warden", stdin=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(self.warden.wait)
        self.addCleanup(self.warden.kill)
        self.addCleanup(self.warden.stdin.close)
        self.addCleanup(self.warden.stderr.close)

    def group(self, mark: str = "") -> "tuple[subprocess.Popen[bytes], Lifeline]":
        """A process that leads a session of its own."""
        lifeline = Lifeline(self)
        environment = {**os.environ, "BE_WORKFLOWS_WORKER": mark}
        process = subprocess.Popen(["sleep", "600"], start_new_session=True, pass_fds=[lifeline.held], env=environment)
        lifeline.let_go()
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process, lifeline

    def tell(self, text: str) -> None:
        self.warden.stdin.write(text.encode())

    def test_killsAGroupAtOnce(self) -> None:
        process, lifeline = self.group()
        self.tell(f"kill {process.pid}\n")
        self.assertTrue(lifeline.is_cut())

    def test_killsWhatHasLeftTheGroupByItsMark(self) -> None:
        (leader, lifeline), (_, of_the_runaway), (stranger, _) = self.group("mark-1"), self.group("mark-1"), self.group("mark-2")
        self.tell(f"watch {leader.pid} mark-1\nwatch {stranger.pid} mark-2\nkill {leader.pid} mark-1\n")
        self.assertTrue(lifeline.is_cut() and of_the_runaway.is_cut())
        self.assertIsNone(stranger.poll())

    def test_killsWhatHasLeftTheGroupsWhenItsInputEnds(self) -> None:
        (leader, lifeline), (_, of_the_runaway), (unmarked, _) = self.group("mark-1"), self.group("mark-1"), self.group()
        self.tell(f"watch {leader.pid} mark-1\nwatch 999999999\n")
        self.warden.stdin.close()
        self.assertTrue(lifeline.is_cut() and of_the_runaway.is_cut())
        self.assertEqual(0, self.warden.wait(_DEADLINE))
        self.assertIsNone(unmarked.poll())

    def test_killsWhatItWatchesAndNotWhatItForgotWhenItsInputEnds(self) -> None:
        (watched, lifeline), (forgotten, _) = self.group(), self.group()
        self.tell(f"watch {watched.pid}\nwatch {forgotten.pid}\nforget {forgotten.pid}\nwatch 999999999\n")
        self.warden.stdin.close()
        self.assertTrue(lifeline.is_cut())
        self.assertEqual(0, self.warden.wait(_DEADLINE))
        self.assertIsNone(forgotten.poll())

    def test_survivesLinesThatItDoesNotUnderstandAndNamesThem(self) -> None:
        process, lifeline = self.group()
        for line in ("", "watch", "watch 0", "watch 1", "kill -1", "kill all", "watch \u00b2", "eat 7"):
            self.tell(line + "\n")
            self.assertIn(b"not understood", self.warden.stderr.readline())
        self.tell(f"watch {process.pid}\n")
        self.warden.stdin.close()
        self.assertTrue(lifeline.is_cut())

    def test_survivesSignalsThatEndTheServer(self) -> None:
        process, lifeline = self.group()
        self.tell("hello\n")
        self.warden.stderr.readline()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            self.warden.send_signal(number)
        self.tell(f"watch {process.pid}\n")
        self.warden.stdin.close()
        self.assertTrue(lifeline.is_cut())


class _TaskRuns(Exception):
    pass


def _stop_serving(message: Any) -> None:
    raise _TaskRuns


if __name__ == "__main__":
    unittest.main()
