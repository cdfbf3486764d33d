package dev.beworkflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** What a task could try that is not its business, tried from inside a task: with isolation nothing succeeds, and without it does what should be refused. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IsolationIT {

    private static final String IMPORTS = "import ctypes, glob, os, socket, sys\n";
    private static final Set<String> ALLOWED = Set.of(
            "BE_WORKFLOWS_WORKER",
            "PATH",
            "PWD",
            "LANG",
            "LC_ALL",
            "LC_CTYPE",
            "TZ",
            "TMPDIR",
            "LD_LIBRARY_PATH",
            "JOBLIB_TEMP_FOLDER",
            "HOME",
            "USER",
            "LOGNAME",
            "OMP_NUM_THREADS",
            "OPENBLAS_NUM_THREADS",
            "MKL_NUM_THREADS",
            "NUMEXPR_NUM_THREADS",
            "VECLIB_MAXIMUM_THREADS");

    private TestServer server;
    private Path data;
    private JsonNode layers;

    @BeforeAll
    void start() throws Exception {
        assumeTrue(isRoot(), "skipped: only root can give workers a user of their own");
        data = newFolder();
        server = TestServer.start(data, Map.of(Setting.ISOLATION, "auto"));
        layers = server.get("/healthz").json().path("isolation").path("layers");
        assertTrue(layers.path("no_new_privileges").asBoolean(), layers.toString());
        assertTrue(layers.path("own_user").asBoolean(), layers.toString());
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    /**
     * @param body Python that raises OSError when it is refused
     * @param withNamespaces whether it takes namespaces to refuse it
     */
    private record Probe(String name, String body, boolean withNamespaces) {}

    private static Probe probe(String name, String body) {
        return new Probe(name, body, false);
    }

    private static Probe withNamespaces(String name, String body) {
        return new Probe(name, body, true);
    }

    private static List<Probe> probes(Path data, String base) throws IOException {
        long pid = ProcessHandle.current().pid();
        String none = "\nif not found: raise OSError('none')";
        return List.of(
                probe("the server's environment", "open('/proc/%d/environ', 'rb').read()".formatted(pid)),
                probe("the server's memory", "open('/proc/%d/mem', 'rb').close()".formatted(pid)),
                probe("the server's open files", "os.listdir('/proc/%d/fd')".formatted(pid)),
                probe("the server's view of the disk", "os.listdir('/proc/%d/root/')".formatted(pid)),
                probe("the server by process_vm_readv", """
                        class Vector(ctypes.Structure): _fields_ = [('base', ctypes.c_void_p), ('size', ctypes.c_size_t)]
                        start = int(open('/proc/%1$d/maps').readline().split('-')[0], 16)
                        buffer = ctypes.create_string_buffer(8)
                        here, there = Vector(ctypes.addressof(buffer), 8), Vector(start, 8)
                        if ctypes.CDLL(None).process_vm_readv(%1$d, ctypes.byref(here), 1, ctypes.byref(there), 1, 0) != 8: raise OSError('refused')
                        """.formatted(pid)),
                probe("a signal to the server", "os.kill(%d, 0)".formatted(pid)),
                probe("the key of the secrets", "open('%s/secrets.key').read()".formatted(data)),
                probe("the database's password", "open('%s/postgres/password').read()".formatted(data)),
                probe("the database's files", "os.listdir('%s/postgres/data')".formatted(data)),
                probe("a file among the server's", "open('%s/mine', 'w').close()".formatted(data)),
                probe("the list of runs", "os.listdir('%s/runs')".formatted(data)),
                probe("the list of uploads", "os.listdir('%s/uploads')".formatted(data)),
                probe("the list of stored objects", "os.listdir('%s/files')".formatted(data)),
                probe("the list of what is handed over", "os.listdir('%s/files/incoming')".formatted(data)),
                probe(
                        "the folders of other workers",
                        "names = os.listdir('%s/work')\nif len(names) == 1 and names[0] in os.getcwd(): raise OSError('only its own')"
                                .formatted(data)),
                probe("the list of values in memory", "for p in glob.glob('/dev/shm/bew-*'): os.listdir(p)"),
                probe(
                        "the list of values on disk",
                        "for p in glob.glob('%s/values/bew-*'): os.listdir(p)\nos.listdir('%s/values')"
                                .formatted(data, data)),
                probe("the system's passwords", "open('/etc/shadow').read()"),
                probe("to become root", "os.setresuid(0, 0, 0)"),
                probe("another group", "os.setgroups([0])"),
                probe(
                        "to mount",
                        "if ctypes.CDLL(None, use_errno=True).mount(b'none', b'/tmp', b'tmpfs', 0, 0): raise OSError(ctypes.get_errno(), 'mount')\nctypes.CDLL(None).umount(b'/tmp')"),
                probe("capabilities, or a way to them", """
                        status = {line.partition(':')[0]: line.partition(':')[2].strip() for line in open('/proc/self/status')}
                        sets = [int(status[name], 16) for name in ('CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb')]
                        if status['NoNewPrivs'] == '1' and not any(sets): raise OSError('none')
                        """),
                withNamespaces(
                        "other processes",
                        "found = [p for p in os.listdir('/proc') if p.isdigit() and 'java' in open(f'/proc/{p}/cmdline').read()]"
                                + none),
                withNamespaces(
                        "the database's port",
                        "socket.create_connection(('127.0.0.1', %s), 5).close()".formatted(databasePort(data))),
                withNamespaces(
                        "the server's port",
                        "socket.create_connection(('127.0.0.1', %d), 5).close()"
                                .formatted(URI.create(base).getPort())),
                withNamespaces(
                        "the network", "found = [name for _, name in socket.if_nameindex() if name != 'lo']" + none),
                withNamespaces(
                        "the names in the data folder",
                        "found = 'postgres' in os.listdir('%s')".formatted(data) + none),
                withNamespaces("other folders of the machine", "os.listdir('/var')"),
                withNamespaces(
                        "System V memory of others",
                        "found = open('/proc/sysvipc/shm').read().splitlines()[1:] or os.readlink('/proc/self/ns/ipc') == '%s'"
                                        .formatted(Files.readSymbolicLink(Path.of("/proc/self/ns/ipc")))
                                + none));
    }

    private static String databasePort(Path data) throws IOException {
        return Files.readAllLines(data.resolve("postgres/data/postmaster.pid"))
                .get(3)
                .strip();
    }

    @TestFactory
    Stream<DynamicTest> refused() throws IOException {
        return probes(data, server.base()).stream()
                .map(probe -> DynamicTest.dynamicTest(probe.name(), () -> {
                    assumeTrue(
                            !probe.withNamespaces() || layers.path("namespaces").asBoolean(),
                            "skipped: it takes namespaces, and bubblewrap is not here or may not make them");
                    assertEquals("refused", outcome(server, probe));
                }));
    }

    /** So that the probes above are known to find what is there. */
    @Test
    void everyProbeSucceedsWithoutIsolation() throws Exception {
        Path open = newFolder();
        try (TestServer off = TestServer.start(open, Map.of(Setting.ISOLATION, "off"))) {
            Set<String> refused = new TreeSet<>();
            for (Probe probe : probes(open, off.base())) {
                if (!outcome(off, probe).equals("got")) {
                    refused.add(probe.name());
                }
            }
            assertEquals(Set.of(), refused);
        }
    }

    private static String outcome(TestServer server, Probe probe) throws Exception {
        String body = "try:\n    " + probe.body().strip().replace("\n", "\n    ")
                + "\n    end = 'got'\nexcept OSError as e:\n    end = 'refused'\nti.response_data('out', [{'end': end}])";
        TestServer.Answer answer = server.run(IMPORTS + body);
        assertEquals(
                200, answer.status(), probe.name() + ": " + answer.response().body());
        return answer.json().at("/data/out/0/end").asText();
    }

    @Test
    void onlyAWorkflowThatAsksForTheNetworkReachesIt() throws Exception {
        assumeTrue(
                layers.path("namespaces").asBoolean(),
                "skipped: it takes namespaces, and bubblewrap is not here or may not make them");
        int port = java.net.URI.create(server.base()).getPort();
        String code = TestServer.function("reach", """
                import socket
                try:
                    socket.create_connection(('127.0.0.1', %d), 5).close()
                    end = 'got'
                except OSError:
                    end = 'refused'
                ti.response_data('out', [{'end': end}])
                """.formatted(port));
        for (boolean network : new boolean[] {true, false, true}) {
            String id = server.save(server.chain("reach", code).put("network", network));
            assertEquals(
                    network ? "got" : "refused",
                    server.get(server.callPath(id)).json().at("/data/out/0/end").asText());
        }
    }

    @Test
    void theEnvironmentIsTheAllowList() throws Exception {
        JsonNode names = answer("ti.response_data('out', [{'names': sorted(os.environ)}])")
                .path("names");
        Set<String> others = new TreeSet<>();
        names.forEach(name -> others.add(name.asText()));
        assertTrue(others.remove("HOME"));
        others.removeAll(ALLOWED);
        assertEquals(Set.of(), others);
    }

    @Test
    void aRunNeitherFindsNorGuessesTheValuesOfAnother() throws Exception {
        String holds = server.save(server.chain(
                "hold",
                TestServer.function(
                        "hold", "import os, time\nti.push('big', b'x' * 200_000)\nwhile True: time.sleep(0.01)")));
        String run = server.send(server.request(server.callPath(holds))
                        .header("Prefer", "respond-async")
                        .GET())
                .json()
                .path("run_id")
                .asText();
        Path runs = data.resolve("runs");
        TestServer.eventually("the value is there", () -> !list(runs).isEmpty());
        Path folder = list(runs).get(0);
        assertEquals(
                "rwx------",
                java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
        JsonNode got = answer("""
                found = []
                for path in glob.glob('%1$s/*') + glob.glob('%1$s/%2$s*') + ['%1$s/%2$s', '/dev/shm/%2$s']:
                    try: found += [os.listdir(path)]
                    except OSError: pass
                ti.response_data('out', [{'found': found}])
                """.formatted(runs, run));
        assertEquals("[]", got.path("found").toString());
        TestServer.Answer cancelled = server.send(server.request("/api/app/be_workflows/runs/" + run + "/cancel")
                .POST(HttpRequest.BodyPublishers.noBody()));
        assertTrue(cancelled.status() < 300, cancelled.response().body());
    }

    @Test
    void whatTasksNeedIsThere() throws Exception {
        JsonNode got = answer("""
                import getpass, locale, multiprocessing, pathlib, subprocess, tempfile, time
                from common.framework.utils import object_store
                open('here', 'w').write('1')
                with tempfile.NamedTemporaryFile() as file: file.write(b'x')
                with multiprocessing.get_context('fork').Pool(2) as pool: squares = pool.map(abs, [-1, -2])
                lock = multiprocessing.get_context('spawn').Lock()
                key = object_store.put(b'kept', filename='kept.txt')
                stored = object_store.get(key)
                owner = os.stat(stored.path).st_uid
                try: os.chmod(stored.path, 0o666); changed = True
                except OSError: changed = False
                listener = socket.create_server(('127.0.0.1', 0))
                socket.create_connection(listener.getsockname()).close()
                ti.push('big', b'x' * 300_000)
                ti.response_data('out', [{
                    'home': os.path.expanduser('~') == os.getcwd(), 'user': getpass.getuser(), 'squares': squares, 'stored': stored.read().decode(),
                    'owner': owner, 'changed': changed, 'zone': time.tzname[0], 'program': subprocess.run(['echo', 'hi'], capture_output=True, text=True).stdout,
                    'big': len(ti.pull('big')), 'score': int(open('/proc/self/oom_score_adj').read())}])
                """);
        assertEquals("true", got.path("home").toString());
        assertEquals("worker", got.path("user").asText());
        assertEquals("[1,2]", got.path("squares").toString());
        assertEquals("kept", got.path("stored").asText());
        assertEquals(0, got.path("owner").asInt());
        assertEquals("false", got.path("changed").toString());
        assertEquals("hi\n", got.path("program").asText());
        assertEquals(300_000, got.path("big").asInt());
        int own = Integer.parseInt(
                Files.readString(Path.of("/proc/self/oom_score_adj")).strip());
        assertTrue(got.path("score").asInt() > own);
    }

    @Test
    void anUploadIsReadByTheTaskAndByNobodyElse() throws Exception {
        var definition = server.chain(
                "task",
                TestServer.function(
                        "task",
                        "f = ti.req_form['f']\nti.response_data('out', [{'text': f.text(), 'mode': oct(__import__('os').stat(f.path).st_mode)}])"));
        definition
                .putArray("form")
                .addObject()
                .put("name", "f")
                .put("type", "file")
                .put("required", true);
        String id = server.save(definition);
        String body = "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\n\r\nhello\r\n--b--\r\n";
        TestServer.Answer answer = server.send("POST", server.callPath(id), "multipart/form-data; boundary=b", body);
        assertEquals(
                "hello",
                answer.json().at("/data/out/0/text").asText(),
                answer.response().body());
        assertEquals("0o100640", answer.json().at("/data/out/0/mode").asText());
        TestServer.Answer background = server.send(server.request(server.callPath(id))
                .header("Prefer", "respond-async")
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        JsonNode record = server.record(background.json().path("run_id").asText());
        assertEquals("succeeded", record.path("status").asText(), record.toString());
    }

    @Test
    void aLinkToSomebodyElsesFileIsNotHandedOver() throws Exception {
        TestServer.Answer answer = server.run(IMPORTS + """
                from beworkflows_worker.call import current_call
                from beworkflows_worker.channel import to_text
                call = current_call('put')
                path = os.path.join(call.incoming_dir, 'mine')
                open(path, 'w').write('mine')
                os.link(path, path + '-twice')
                call.request('object_put', file=to_text('mine'), filename=to_text('x'), content_type=to_text('text/plain'), size='4')
                """);
        assertTrue(
                answer.response().body().contains("second name"),
                answer.response().body());
    }

    @Test
    void exitsAreToldInTheSameWords() throws Exception {
        for (var each : Map.of(
                        "os.kill(os.getpid(), 9)", "SIGKILL",
                        "os._exit(7)", "exited with code 7",
                        "ctypes.string_at(0)", "SIGSEGV")
                .entrySet()) {
            TestServer.Answer answer = server.run(IMPORTS + each.getKey());
            assertTrue(
                    answer.response().body().contains(each.getValue()),
                    answer.response().body());
        }
    }

    @Test
    void nothingOfAWorkerOutlivesAKilledServer() throws Exception {
        String mark = "3600." + ProcessHandle.current().pid();
        ServerProcess process = ServerProcess.start(newFolder(), "--isolation", "auto", "--workers", "2");
        List<ProcessHandle> workers;
        try {
            callInBackground(
                    process.base(),
                    "import subprocess\nsubprocess.Popen(['sleep', '%s'], start_new_session=True)\nwhile True: pass"
                            .formatted(mark));
            TestServer.eventually("the task's child runs", () -> isRunning(mark));
            workers = process.process
                    .descendants()
                    .filter(found -> commandLine(found).contains("beworkflows_worker"))
                    .toList();
            assertTrue(workers.size() >= 2);
        } finally {
            process.kill();
        }
        long killed = System.nanoTime();
        TestServer.eventually("no worker is left", () -> workers.stream().noneMatch(ProcessHandle::isAlive));
        if (layers.path("namespaces").asBoolean()) { // without them what leaves its group escapes
            TestServer.eventually("nor its child", () -> !isRunning(mark));
        }
        long millis = Duration.ofNanos(System.nanoTime() - killed).toMillis();
        assertTrue(millis < 2_000, "after " + millis + " ms");
    }

    /** Where bubblewrap is missing all workers have the same user. */
    @Test
    void withoutNamespacesAWorkerCannotLookIntoAnother() throws Exception {
        Path programs = programsWithout("bwrap");
        try (ServerProcess process = withoutBubblewrap(programs, "auto")) {
            JsonNode found = json(process.base() + "/healthz").at("/isolation/layers");
            assertEquals("false", found.path("namespaces").toString());
            assumeTrue(
                    found.path("own_user").asBoolean(),
                    "skipped: the worker's user cannot reach the Python of the system");
            JsonNode got = call(process.base(), """
                    others, read = 0, []
                    for pid in filter(str.isdigit, os.listdir('/proc')):
                        try:
                            line = open(f'/proc/{pid}/cmdline').read()
                            parent = [l.split()[1] for l in open(f'/proc/{pid}/status') if l.startswith('PPid')][0]
                        except OSError:
                            continue
                        if 'beworkflows_worker.__main__' not in line or int(parent) != os.getppid() or int(pid) == os.getpid():
                            continue
                        others += 1
                        for name in ('environ', 'maps', 'cwd', 'fd'):
                            try:
                                path = f'/proc/{pid}/{name}'
                                os.readlink(path) if name == 'cwd' else os.listdir(path) if name == 'fd' else open(path, 'rb').read(1)
                                read += [path]
                            except OSError:
                                pass
                        if ctypes.CDLL(None).ptrace(16, int(pid), None, None) == 0: read += ['ptrace']
                    ti.response_data('out', [{'others': others, 'read': read, 'folders': glob.glob(os.path.join(os.path.dirname(os.path.dirname(os.getcwd())), '*'))}])
                    """);
            assertTrue(got.path("others").asInt() >= 1, got.toString());
            assertEquals("[]", got.path("read").toString());
            assertEquals("[]", got.path("folders").toString());
        }
    }

    @Test
    void requiredDoesNotStartWithoutALayer() throws Exception {
        IOException refused =
                assertThrows(IOException.class, () -> withoutBubblewrap(programsWithout("bwrap"), "required"));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("isolation is required"), message);
        assertTrue(message.contains("namespaces (no bwrap on the PATH; install bwrap (Debian: bubblewrap)"), message);
    }

    private static ServerProcess withoutBubblewrap(Path programs, String level) throws IOException {
        return ServerProcess.startWith(
                Map.of("PATH", programs.toString()),
                newFolder(),
                "--isolation",
                level,
                "--workers",
                "2",
                "--python",
                Files.exists(Path.of("/usr/bin/python3")) ? "/usr/bin/python3" : "python3");
    }

    /** A folder with links to all programs of the PATH but one. */
    private static Path programsWithout(String hidden) throws IOException {
        Path folder = newFolder();
        for (String from : System.getenv("PATH").split(":")) {
            if (!Files.isDirectory(Path.of(from))) {
                continue;
            }
            try (Stream<Path> programs = Files.list(Path.of(from))) {
                for (Path program : (Iterable<Path>) programs::iterator) {
                    Path link = folder.resolve(program.getFileName());
                    if (!program.getFileName().toString().equals(hidden)
                            && !Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                        Files.createSymbolicLink(link, program);
                    }
                }
            }
        }
        return folder;
    }

    private JsonNode answer(String body) throws Exception {
        TestServer.Answer answer = server.run(IMPORTS + body);
        assertEquals(200, answer.status(), answer.response().body());
        return answer.json().at("/data/out/0");
    }

    /** Of a server in a process of its own. */
    private static JsonNode call(String base, String body) throws Exception {
        return json(base + save(base, body) + "/call").at("/data/out/0");
    }

    private static void callInBackground(String base, String body) throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(base + save(base, body) + "/call"))
                .header("Prefer", "respond-async"));
        assertEquals(202, answer.statusCode(), answer.body());
    }

    private static String save(String base, String body) throws Exception {
        var definition = TestServer.JSON.createObjectNode().put("id", "probe");
        definition
                .putArray("tasks")
                .addObject()
                .put("name", "task")
                .put("code", TestServer.function("task", IMPORTS + body));
        definition.putArray("response").addObject().put("key", "out");
        String graph = "/api/app/be_workflows/be_wf_graph";
        HttpResponse<String> saved = send(HttpRequest.newBuilder(URI.create(base + graph))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(definition.toString())));
        assertEquals(201, saved.statusCode(), saved.body());
        return graph + "/id/probe";
    }

    private static JsonNode json(String uri) throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(uri)));
        assertEquals(200, answer.statusCode(), answer.body());
        return TestServer.JSON.readTree(answer.body());
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static boolean isRunning(String mark) {
        return ProcessHandle.allProcesses().anyMatch(found -> commandLine(found).contains("sleep\0" + mark));
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self/status"), "unix:uid").equals(0);
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Path newFolder() throws IOException {
        Path folders = Files.createDirectories(Path.of("target", "test-servers").toAbsolutePath());
        return Files.createDirectory(folders.resolve("isolation-" + UUID.randomUUID()));
    }
}
