package dev.beworkflows.environments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.loop.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Environments in a folder of their own, on the tests' Python, from wheels of their own. */
final class TestEnvironments implements AutoCloseable {

    static final Interpreter PYTHON = python();

    private final Vertx vertx = Vertx.vertx();
    final Path root;
    final Environments environments;
    volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

    TestEnvironments(Path root, EnvironmentSettings settings) throws IOException {
        this.root = root;
        InstantSource clock = () -> now;
        this.environments =
                Environments.open(EventLoop.create(vertx), root, settings, new Interpreters(List.of(PYTHON)), clock);
    }

    /** Offline, from a folder of wheels. */
    static EnvironmentSettings of(Path wheels) {
        return settings(
                Optional.empty(),
                new EnvironmentSettings.Sources(Optional.of(wheels), Optional.empty(), true, false),
                Duration.ofSeconds(60));
    }

    static EnvironmentSettings settings(Optional<String> uv, EnvironmentSettings.Sources sources, Duration build) {
        return new EnvironmentSettings(
                uv, sources, 1, new EnvironmentSettings.Times(Duration.ofSeconds(60), build, Duration.ofDays(30)));
    }

    Resolution resolve(String... requirements) {
        return await(environments.resolve(new EnvironmentSpec(Optional.empty(), List.of(requirements))));
    }

    Lock lock(String... requirements) {
        return assertInstanceOf(Resolution.Locked.class, resolve(requirements)).lock();
    }

    List<Resolution.Finding> refused(String... requirements) {
        return assertInstanceOf(Resolution.Refused.class, resolve(requirements)).findings();
    }

    Environment build(Lock lock) {
        return await(environments.ready(lock));
    }

    EnvironmentInfo info(EnvironmentId id) {
        return await(environments.find(id)).orElseThrow();
    }

    EnvironmentId id(Lock lock) {
        return environments.id(lock).orElseThrow();
    }

    List<EnvironmentEvent> events(EnvironmentId id) {
        return await(environments.events(id, 0, 10_000)).orElseThrow().events();
    }

    long builds(EnvironmentId id) {
        return events(id).stream()
                .filter(event -> event.kind() == EnvironmentEvent.Kind.STATE
                        && event.text().equals("building"))
                .count();
    }

    /** What a program prints. */
    static String output(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), text);
        return text;
    }

    static <T> T await(Future<T> future) {
        try {
            return future.await(90, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError("not within 90 s", e);
        }
    }

    static void eventually(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "not within 30 s: " + what);
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        Void unusedEnd = await(environments.close());
        Void unused = await(vertx.close());
    }

    private static Interpreter python() {
        String command = System.getenv().getOrDefault("TEST_PYTHON", "python3");
        try {
            String[] answer = output(
                            command,
                            "-I",
                            "-c",
                            "import sys; print(sys.executable); print('.'.join(map(str, sys.version_info[:3])))")
                    .split("\n", -1);
            return new Interpreter(answer[1], answer[0]);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
