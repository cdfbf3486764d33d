package dev.beworkflows.http;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.beworkflows.access.AccessRule;
import dev.beworkflows.access.ApiKey;
import dev.beworkflows.access.EventTokens;
import dev.beworkflows.access.KeyRing;
import dev.beworkflows.access.KeyStore;
import dev.beworkflows.access.Keys;
import dev.beworkflows.access.RateLimits;
import dev.beworkflows.disk.FolderAccess;
import dev.beworkflows.environments.EnvironmentSettings;
import dev.beworkflows.environments.Environments;
import dev.beworkflows.environments.Interpreter;
import dev.beworkflows.environments.Interpreters;
import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.secrets.SecretBox;
import dev.beworkflows.secrets.Secrets;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The real server on a free port, with definitions and runs in memory. */
final class HttpServerFixture implements AutoCloseable {

    final InMemoryDefinitions definitions = new InMemoryDefinitions();
    final ScriptedRuns runs = new ScriptedRuns();
    final Map<String, Supplier<Future<Void>>> checks = new LinkedHashMap<>();
    final CountingMeters meters = new CountingMeters();
    final Path uploads;
    private final Vertx vertx = Vertx.vertx();
    private final HttpSetup setup;
    private final HttpVerticle verticle;

    HttpServerFixture(Path folder, HttpLimits limits, Optional<ApiKey> key) {
        this(folder, limits, new KeyRing(key), KeyStore.Snapshot.NOTHING);
    }

    HttpServerFixture(Path folder, HttpLimits limits, KeyRing ring, KeyStore.Snapshot keys) {
        ring.replace(keys);
        uploads = folder;
        UploadFolder open = await(UploadFolder.open(vertx, folder, FolderAccess.SAME_USER));
        setup = new HttpSetup(
                EventLoop.create(vertx),
                new HttpSetup.Listen("127.0.0.1", 0),
                limits,
                new HttpSetup.Guard(
                        new AccessRule(ring, Set.of(), InstantSource.system()),
                        new RateLimits(0, System::nanoTime),
                        Set.of(),
                        new EventTokens(new byte[] {1, 2, 3}),
                        Duration.ofHours(1)),
                open,
                new HttpSetup.Ports(
                        definitions,
                        List::of,
                        InMemoryDefinitions::write,
                        runs,
                        runs,
                        runs,
                        runs,
                        new InMemoryKeys(),
                        new Keys(new FixedKeys(keys), ring, InstantSource.system()),
                        new Secrets(new NoSecrets(), SecretBox.of("k".repeat(32))),
                        new NoSchedules(),
                        environments(vertx),
                        new OneWorker()),
                new HttpSetup.Health("1.2.3", checks, meters, new HttpSetup.Isolation("off", Map.of())));
        verticle = new HttpVerticle(setup);
        String unused = await(vertx.deployVerticle(verticle));
    }

    /** There is none. */
    private static Environments environments(Vertx vertx) {
        EnvironmentSettings settings = new EnvironmentSettings(
                Optional.empty(),
                new EnvironmentSettings.Sources(Optional.empty(), Optional.empty(), true, false),
                1,
                new EnvironmentSettings.Times(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofDays(1)));
        try {
            return Environments.open(
                    EventLoop.create(vertx),
                    Files.createTempDirectory("bew-environments"),
                    settings,
                    new Interpreters(List.of(new Interpreter("3.11.0", "python3"))),
                    InstantSource.system());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything that leads somewhere. */
    List<Route> routes() {
        return new HttpRoutes(setup, new ConnectionWatch(setup.limits().transport(), System::nanoTime)).routes();
    }

    int port() {
        return verticle.port();
    }

    Vertx vertx() {
        return vertx;
    }

    /** Polls, since nothing tells when the last file is gone. */
    boolean uploadsBecomeEmpty() {
        long deadline = System.nanoTime() + SECONDS.toNanos(10);
        while (System.nanoTime() < deadline) {
            try (var files = Files.list(uploads)) {
                if (files.findAny().isEmpty()) {
                    return true;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Thread.onSpinWait();
        }
        return false;
    }

    @Override
    public void close() {
        Void unused = await(vertx.close());
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
