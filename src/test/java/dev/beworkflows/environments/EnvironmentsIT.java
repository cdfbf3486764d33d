package dev.beworkflows.environments;

import static dev.beworkflows.environments.TestEnvironments.PYTHON;
import static dev.beworkflows.environments.TestEnvironments.await;
import static dev.beworkflows.environments.TestEnvironments.eventually;
import static dev.beworkflows.environments.TestEnvironments.output;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real environments, made by real pip and uv. What has no 'index' in its name needs no network. */
class EnvironmentsIT {

    private static final String VERSION = "import demo_pkg; print(demo_pkg.VERSION)";

    @TempDir
    Path folder;

    private Path root;
    private Path wheels;

    @BeforeEach
    void wheels() throws IOException {
        root = folder.resolve("environments");
        wheels = folder.resolve("wheels");
        Path unusedOne = TestWheels.write(wheels, "demo_pkg", "1.0");
        Path unusedTwo = TestWheels.write(wheels, "demo_pkg", "2.0");
        Path unusedApp = TestWheels.write(wheels, "demo_app", "0.1", "demo-pkg<2");
    }

    @Test
    void twoVersionsOfAPackageAreThereSideBySide() throws Exception {
        try (TestEnvironments test = open()) {
            Lock one = test.lock("demo-pkg<2");
            Lock two = test.lock("demo_pkg");
            assertEquals("demo-pkg==1.0", pinned(one.pins().get(0)));
            assertEquals("demo-pkg==2.0", pinned(two.pins().get(0)));
            assertTrue(one.hasAllHashes() && two.hasAllHashes(), one.text());
            Environment first = test.build(one);
            Environment second = test.build(two);
            assertEquals("1.0\n", output(first.python().toString(), "-I", "-c", VERSION));
            assertEquals("2.0\n", output(second.python().toString(), "-I", "-c", VERSION));
            assertNotEquals(first.id(), second.id());
            assertEquals(
                    EnvironmentState.READY, test.environments.state(first.id()).orElseThrow());
            assertTrue(test.info(first.id()).use().orElseThrow().bytes() > 1_000);
        }
    }

    @Test
    void theSameContentIsBuiltOnceHoweverManyAskForIt() throws Exception {
        try (TestEnvironments test = open()) {
            Lock one = test.lock("demo-app");
            assertEquals(
                    List.of("demo-app==0.1", "demo-pkg==1.0"),
                    one.pins().stream().map(EnvironmentsIT::pinned).toList());
            Lock other = test.lock("demo-pkg==1.0", "demo-app>=0");
            assertEquals(one, other);
            Future<Environment> first = test.environments.ready(one);
            Future<Environment> second = test.environments.ready(other);
            assertEquals(await(first), await(second));
            assertEquals(await(first), test.build(one));
            assertEquals(1, test.builds(test.id(one)));
            assertEquals(1, await(test.environments.list()).size());
        }
    }

    @Test
    void whatIsThereWhenTheServerStartsAgainIsNotBuiltAgain() throws Exception {
        Lock lock;
        Environment before;
        try (TestEnvironments test = open()) {
            lock = test.lock("demo-pkg==1.0");
            before = test.build(lock);
            eventually("its record is kept", () -> Files.exists(root.resolve(before.id() + ".json")));
        }
        try (TestEnvironments test = open()) {
            assertEquals(EnvironmentState.READY, test.info(before.id()).state());
            assertEquals(before, test.build(lock));
            List<EnvironmentEvent> events = test.events(before.id());
            assertEquals(1, test.builds(before.id()), events.toString());
            long middle = events.get(2).seq();
            EventPage rest =
                    await(test.environments.events(before.id(), middle, 100)).orElseThrow();
            assertEquals(events.subList(3, events.size()), rest.events());
            assertTrue(rest.ended());
        }
    }

    @Test
    void theFolderNamedByTheContentIsTheOneThatScriptsName() throws Exception {
        try (TestEnvironments test = open()) {
            Environment built = test.build(test.lock("demo-pkg==1.0"));
            Path home = root.resolve(built.id().value());
            assertEquals(
                    "1.0\n" + home + "\n",
                    output(home.resolve("bin/demo-pkg-version").toString()));
            try (Stream<Path> files = Files.list(home.resolve("bin"))) {
                for (Path file :
                        files.filter(path -> !Files.isSymbolicLink(path)).toList()) {
                    assertFalse(Files.readString(file).contains(".building-"), file.toString());
                }
            }
            assertFalse(Files.readString(home.resolve("pyvenv.cfg")).contains(".building-"));
        }
    }

    @Test
    void aBuildThatFailsIsShownInPipsWordsAndTriedAgainOnDemandOnly() throws Exception {
        try (TestEnvironments test = open()) {
            Lock lock = test.lock("demo-pkg==2.0");
            EnvironmentId id = test.id(lock);
            Path wheel = wheels.resolve("demo_pkg-2.0-py3-none-any.whl");
            Files.delete(wheel);
            EnvironmentFailedException failed = assertThrows(EnvironmentFailedException.class, () -> test.build(lock));
            assertTrue(
                    String.valueOf(failed.getMessage()).contains("No matching distribution found for demo-pkg==2.0"));
            assertEquals(EnvironmentState.FAILED, test.info(id).state());
            assertEquals(
                    Optional.of(String.valueOf(failed.getMessage())),
                    test.info(id).build().error());
            assertTrue(
                    test.events(id).stream().anyMatch(event -> event.text().startsWith("ERROR: ")),
                    test.events(id).toString());
            assertEquals(0, folders().size(), folders().toString());

            Path unused = TestWheels.write(wheels, "demo_pkg", "2.0");
            assertThrows(EnvironmentFailedException.class, () -> test.build(lock), "nobody has asked for another try");
            assertEquals(1, test.builds(id));
            assertTrue(await(test.environments.build(id)).isPresent());
            eventually("it is ready", () -> test.info(id).state() == EnvironmentState.READY);
            assertEquals(2, test.builds(id));
            assertEquals("2.0\n", output(test.build(lock).python().toString(), "-I", "-c", VERSION));
        }
    }

    @Test
    void aFailureIsRememberedByTheNextServer() throws Exception {
        Lock lock;
        try (TestEnvironments test = open()) {
            lock = test.lock("demo-pkg==2.0");
            Files.delete(wheels.resolve("demo_pkg-2.0-py3-none-any.whl"));
            assertThrows(EnvironmentFailedException.class, () -> test.build(lock));
            eventually("its record is kept", () -> Files.exists(root.resolve(test.id(lock) + ".json")));
        }
        try (TestEnvironments test = open()) {
            assertEquals(EnvironmentState.FAILED, test.info(test.id(lock)).state());
        }
    }

    @Test
    void aWheelWithOtherBytesThanTheVersionWasPublishedWithIsRefused() throws Exception {
        try (TestEnvironments test = open()) {
            Lock lock = test.lock("demo-pkg==2.0");
            Path unused = TestWheels.write(wheels, "demo_pkg", "2.0", "demo-app");
            EnvironmentFailedException failed = assertThrows(EnvironmentFailedException.class, () -> test.build(lock));
            assertTrue(String.valueOf(failed.getMessage()).contains("DO NOT MATCH THE HASHES"), failed.getMessage());
        }
    }

    @Test
    void aTypingErrorIsToldAtItsRequirementInPipsWords() throws Exception {
        try (TestEnvironments test = open()) {
            List<Resolution.Finding> unknown = test.refused("demo-pkg", "demo-pgk>=1");
            assertEquals(1, unknown.size(), unknown.toString());
            assertEquals("/requirements/1", unknown.get(0).pointer());
            assertTrue(
                    unknown.get(0).message().contains("No matching distribution found for demo-pgk>=1"),
                    unknown.toString());
            List<Resolution.Finding> unread = test.refused("demo-pkg ~~ 1");
            assertEquals("/requirements/0", unread.get(0).pointer());
            assertTrue(unread.get(0).message().contains("Invalid requirement"), unread.toString());
            List<Resolution.Finding> conflict = test.refused("demo-pkg==2.0", "demo-app");
            assertEquals(2, conflict.size(), conflict.toString());
            List<Resolution.Finding> option = test.refused("demo-pkg==1.0 --global-option=x", "$HOME", "demo-pkg \\");
            assertEquals(
                    List.of("/requirements/0", "/requirements/1", "/requirements/2"),
                    option.stream().map(Resolution.Finding::pointer).toList());
            assertEquals(0, await(test.environments.list()).size());
        }
    }

    @Test
    void aLockWithHashesIsTakenAtItsWord() throws Exception {
        try (TestEnvironments test = open()) {
            Pin pin = test.lock("demo-pkg==1.0").pins().get(0);
            assertEquals(List.of(pin), test.lock(pin.line()).pins());
            String wrong = "demo-pkg==1.0 --hash=sha256:" + "0".repeat(64);
            assertTrue(test.refused(wrong).get(0).message().contains("HASHES"), "the file has another hash");
        }
    }

    @Test
    void whatTheInterpreterHasNeedsNoEnvironment() throws Exception {
        try (TestEnvironments test = open()) {
            assertEquals(new Resolution.Base(Optional.empty()), test.resolve());
            assertEquals(new Resolution.Base(Optional.empty()), test.resolve("pip"));
            assertEquals(
                    new Resolution.Base(Optional.empty()),
                    test.resolve("PIP>=1,!=2.0", "demo-pkg; python_version < '3'"));
            assertEquals("/requirements/0", test.refused("pip>=9999").get(0).pointer());
            Resolution named =
                    await(test.environments.resolve(new EnvironmentSpec(Optional.of(PYTHON.minor()), List.of("pip"))));
            assertEquals(new Resolution.Base(Optional.empty()), named);
            Resolution unknown =
                    await(test.environments.resolve(new EnvironmentSpec(Optional.of("3.99"), List.of("pip"))));
            Resolution.Finding finding = assertInstanceOf(Resolution.Refused.class, unknown)
                    .findings()
                    .get(0);
            assertEquals("/python", finding.pointer());
            assertTrue(finding.expected().contains(PYTHON.version()), finding.toString());
        }
    }

    @Test
    void aServerThatIsKilledLeavesNothingThatLooksLikeAnEnvironment() throws Exception {
        try (SilentIndex index = new SilentIndex(0)) {
            Process server = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            BuildMain.class.getName(),
                            root.toString(),
                            index.address(""))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("server.log").toFile())
                    .start();
            assertTrue(index.asked.await(60, TimeUnit.SECONDS), Files.readString(folder.resolve("server.log")));
            List<ProcessHandle> builders = server.descendants().toList();
            assertTrue(builders.size() >= 2, "the leash and pip: " + builders);
            assertEquals(1, folders().size(), folders().toString());
            assertTrue(folders().get(0).contains(".building-"), folders().toString());
            Process unused = server.destroyForcibly();
            assertTrue(server.waitFor(20, TimeUnit.SECONDS));
            eventually("its builders are gone", () -> builders.stream().noneMatch(ProcessHandle::isAlive));
        }
        try (TestEnvironments test = open()) {
            assertEquals(List.of(), folders(), "swept");
            assertEquals(List.of(), await(test.environments.list()));
            assertEquals("1.0", test.lock("demo-pkg==1.0").pins().get(0).version());
            assertTrue(Files.isExecutable(test.build(test.lock("demo-pkg==1.0")).python()));
        }
    }

    @Test
    void aBuildHasItsTimeAndNotMore() throws Exception {
        try (SilentIndex index = new SilentIndex(0);
                TestEnvironments test = open(Optional.empty(), index.address(""), Duration.ofSeconds(4))) {
            Lock lock = new Lock(PYTHON.minor(), List.of(new Pin("demo-pkg", "1.0", List.of())));
            long begin = System.nanoTime();
            EnvironmentFailedException failed = assertThrows(EnvironmentFailedException.class, () -> test.build(lock));
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            assertTrue(String.valueOf(failed.getMessage()).startsWith("not done within 4 s"), failed.getMessage());
            assertTrue(took.compareTo(Duration.ofSeconds(4)) >= 0, took.toString());
            assertTrue(took.compareTo(Duration.ofSeconds(10)) < 0, took.toString());
            assertTrue(
                    ProcessHandle.current().descendants().noneMatch(EnvironmentsIT::isOfBuild), "all of it is killed");
            assertEquals(List.of(), folders());
        }
    }

    @Test
    void thePasswordOfAnIndexIsShownNowhere() throws Exception {
        try (SilentIndex index = new SilentIndex(404);
                TestEnvironments test =
                        open(Optional.empty(), index.address("ada:open-sesame@"), Duration.ofSeconds(60))) {
            List<Resolution.Finding> findings = test.refused("demo-pkg");
            assertFalse(findings.toString().contains("sesame"), findings.toString());
            Lock lock = new Lock(PYTHON.minor(), List.of(new Pin("demo-pkg", "1.0", List.of())));
            EnvironmentFailedException failed = assertThrows(EnvironmentFailedException.class, () -> test.build(lock));
            assertFalse(String.valueOf(failed.getMessage()).contains("sesame"), failed.getMessage());
            EnvironmentId id = test.id(lock);
            assertTrue(test.events(id).size() > 3, "there is a log");
            assertFalse(
                    test.events(id).toString().contains("sesame"),
                    test.events(id).toString());
            eventually("its record is kept", () -> Files.exists(root.resolve(id + ".json")));
            assertFalse(Files.readString(root.resolve(id + ".json")).contains("sesame"));
        }
    }

    @Test
    void theServersEnvironmentVariablesDoNotReachABuild() {
        Commands commands = new Commands(TestEnvironments.of(wheels), folder);
        var variables = commands.environment();
        for (String name : System.getenv().keySet()) {
            if (name.startsWith("BEW_") || name.startsWith("PYTHON") || name.startsWith("JAVA")) {
                assertTrue(variables.containsKey(name), name);
            }
        }
        assertTrue(System.getenv().size()
                > variables.values().stream().filter(value -> value != null).count());
        assertEquals(folder.resolve("home").toString(), variables.get("HOME"));
        assertEquals(folder.resolve("tmp").toString(), variables.get("TMPDIR"));
    }

    @Test
    void whatNobodyUsesIsRemovedAfterItsTimeAndNotBefore() throws Exception {
        try (TestEnvironments test = open()) {
            Environment unused = test.build(test.lock("demo-pkg==1.0"));
            Environment held = test.build(test.lock("demo-pkg==2.0"));
            Environment used = test.build(test.lock("demo-app"));
            Hold hold = await(test.environments.hold(held)).orElseThrow();
            assertEquals(1, test.info(held.id()).use().orElseThrow().holders());
            assertEquals(Removal.IN_USE, await(test.environments.remove(held.id())));
            test.now = test.now.plus(Duration.ofDays(30));
            test.environments.tidy();
            assertEquals(3, await(test.environments.list()).size(), "not a second too early");
            test.environments.used(used.id());
            test.now = test.now.plus(Duration.ofSeconds(1));
            test.environments.tidy();
            assertEquals(
                    Stream.of(held.id(), used.id())
                            .sorted(java.util.Comparator.comparing(EnvironmentId::value))
                            .toList(),
                    await(test.environments.list()).stream()
                            .map(EnvironmentInfo::id)
                            .toList());
            eventually(
                    "its files are gone",
                    () -> folders().stream()
                            .noneMatch(name -> name.startsWith(unused.id().value())));
            assertTrue(await(test.environments.hold(unused)).isEmpty(), "it must be asked for again");
            hold.release();
            hold.release();
            assertEquals(0, test.info(held.id()).use().orElseThrow().holders());
            assertEquals(Removal.REMOVED, await(test.environments.remove(held.id())));
            assertEquals(Removal.UNKNOWN, await(test.environments.remove(held.id())));
            assertEquals(
                    "2.0\n",
                    output(test.build(test.lock("demo-pkg==2.0")).python().toString(), "-I", "-c", VERSION));
        }
    }

    @Test
    void watchersHearOfEveryStep() throws Exception {
        try (TestEnvironments test = open()) {
            Lock lock = test.lock("demo-pkg==1.0");
            EnvironmentId id = test.id(lock);
            var steps = new java.util.concurrent.CopyOnWriteArrayList<String>();
            Future<Environment> building = test.environments.ready(lock);
            Runnable unwatch = test.environments.watch(id, () -> steps.add("woken"));
            Environment unused = await(building);
            assertTrue(steps.size() > 1, steps.toString());
            List<String> states = test.events(id).stream()
                    .filter(event -> event.kind() == EnvironmentEvent.Kind.STATE)
                    .map(EnvironmentEvent::text)
                    .toList();
            assertEquals(List.of("waiting", "building", "ready"), states);
            unwatch.run();
        }
    }

    @Test
    void uvMakesTheSameOfIt() throws Exception {
        Optional<String> uv = uv();
        assumeTrue(uv.isPresent(), "uv is neither on the PATH nor named by TEST_UV");
        EnvironmentSettings settings = TestEnvironments.settings(
                uv,
                new EnvironmentSettings.Sources(Optional.of(wheels), Optional.empty(), true, false),
                Duration.ofSeconds(60));
        try (TestEnvironments test = new TestEnvironments(root, settings)) {
            Lock lock = test.lock("demo-app");
            assertEquals(
                    List.of("demo-app==0.1", "demo-pkg==1.0"),
                    lock.pins().stream().map(EnvironmentsIT::pinned).toList());
            assertTrue(lock.hasAllHashes(), lock.text());
            Environment built = test.build(lock);
            assertEquals("1.0\n", output(built.python().toString(), "-I", "-c", VERSION));
            Path home = root.resolve(built.id().value());
            assertEquals(
                    "1.0\n" + home + "\n",
                    output(home.resolve("bin/demo-pkg-version").toString()));
            List<Resolution.Finding> unknown = test.refused("demo-pkg", "demo-pgk>=1");
            assertEquals("/requirements/1", unknown.get(0).pointer(), unknown.toString());
            assertEquals(1, unknown.size(), unknown.toString());
        }
    }

    @Test
    void twoVersionsComeFromTheIndexOfTheMachine() throws Exception {
        try (TestEnvironments test = new TestEnvironments(
                root,
                TestEnvironments.settings(
                        Optional.empty(),
                        new EnvironmentSettings.Sources(Optional.empty(), Optional.empty(), false, false),
                        Duration.ofSeconds(60)))) {
            Resolution first = test.resolve("idna==3.4");
            assumeTrue(first instanceof Resolution.Locked, "no index is reached: " + first);
            Environment older = test.build(((Resolution.Locked) first).lock());
            Environment newer = test.build(test.lock("idna==3.7"));
            String version = "import importlib.metadata as m; print(m.version('idna'))";
            assertEquals("3.4\n", output(older.python().toString(), "-I", "-c", version));
            assertEquals("3.7\n", output(newer.python().toString(), "-I", "-c", version));
        }
    }

    private TestEnvironments open() throws IOException {
        return new TestEnvironments(root, TestEnvironments.of(wheels));
    }

    private TestEnvironments open(Optional<String> uv, String index, Duration limit) throws IOException {
        return new TestEnvironments(
                root,
                TestEnvironments.settings(
                        uv,
                        new EnvironmentSettings.Sources(Optional.empty(), Optional.of(index), false, false),
                        limit));
    }

    private static Optional<String> uv() {
        return Stream.of(System.getenv().getOrDefault("TEST_UV", ""), "/usr/local/bin/uv", "/usr/bin/uv")
                .filter(path -> !path.isEmpty() && Files.isExecutable(Path.of(path)))
                .findFirst();
    }

    private static boolean isOfBuild(ProcessHandle process) {
        return process.info().arguments().stream()
                .flatMap(Stream::of)
                .anyMatch(argument -> argument.contains("killpg") || argument.equals("pip"));
    }

    private static String pinned(Pin pin) {
        return pin.name() + "==" + pin.version();
    }

    /** Everything that is an environment, or becomes or was one. */
    private List<String> folders() {
        try (Stream<Path> paths = Files.list(root)) {
            return paths.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .filter(name -> !name.equals(".work"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
