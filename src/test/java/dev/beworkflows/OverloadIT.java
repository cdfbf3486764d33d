package dev.beworkflows;

import static dev.beworkflows.TestServer.function;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What callers see of a server that is asked for more than it can do. */
@Alone
class OverloadIT {

    private static final Map<Setting, String> TWO_WORKERS = Map.of(Setting.WORKERS, "2");
    private static final Duration FLOOD = Duration.ofSeconds(5);

    /** A call that was answered. */
    private record Answered(int status, String retryAfter, long nanos) {

        double millis() {
            return nanos / 1e6;
        }
    }

    /** Calls a path with connections of its own. */
    private static final class Caller {

        private final HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        private final HttpRequest request;

        Caller(TestServer server, String workflow) {
            this.request = HttpRequest.newBuilder(URI.create(server.base() + server.callPath(workflow)))
                    .timeout(Duration.ofSeconds(60))
                    .build();
        }

        CompletableFuture<Answered> call() {
            long begin = System.nanoTime();
            return client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                    .thenApply(response -> new Answered(
                            response.statusCode(),
                            response.headers().firstValue("retry-after").orElse(""),
                            System.nanoTime() - begin));
        }

        /** One call after the other until it is told to stop. */
        List<Answered> callWhile(AtomicBoolean goesOn) {
            List<Answered> all = new ArrayList<>();
            while (goesOn.get()) {
                all.add(call().join());
            }
            return all;
        }
    }

    private static String sleeping(TestServer server, double seconds) throws Exception {
        return server.save(server.chain("task", function("task", "import time\ntime.sleep(" + seconds + ")")));
    }

    @Test
    void aSlowWorkflowDoesNotTakeAllWorkersFromAFastOne() throws Exception {
        try (TestServer server = TestServer.start(TWO_WORKERS)) {
            double slowMillis = 800;
            Caller slow = new Caller(server, sleeping(server, slowMillis / 1_000));
            Caller fast = new Caller(server, sleeping(server, 0));
            AtomicBoolean flood = new AtomicBoolean(true);
            ExecutorService clients = Executors.newFixedThreadPool(64);
            List<Future<List<Answered>>> flooding = IntStream.range(0, 64)
                    .mapToObj(i -> clients.submit(() -> slow.callWhile(flood)))
                    .toList();
            TestServer.eventually(
                    "the slow one is more than there is room for",
                    () -> slow.call().join().status() == 503);
            List<Answered> beside =
                    IntStream.range(0, 60).mapToObj(i -> fast.call().join()).toList();
            flood.set(false);
            int slowSuccesses = 0;
            for (Future<List<Answered>> one : flooding) {
                slowSuccesses +=
                        (int) one.get().stream().filter(a -> a.status() == 200).count();
            }
            clients.shutdown();

            List<Double> times = sorted(beside);
            System.out.printf(
                    "fast beside 64 clients of a %.0f ms task: p50 %.1f ms, p95 %.1f ms, max %.1f ms; the slow one succeeded %d times%n",
                    slowMillis, at(times, 0.5), at(times, 0.95), at(times, 1), slowSuccesses);
            assertTrue(beside.stream().allMatch(answer -> answer.status() == 200), "the fast one is never refused");
            assertTrue(at(times, 0.95) < slowMillis / 2, "p95 " + at(times, 0.95) + " ms");
            assertTrue(slowSuccesses > 1, "the slow one goes on");
        }
    }

    @Test
    void tenTimesTheLoadCostsNoGoodputAndIsRefusedAtOnce() throws Exception {
        try (TestServer server = TestServer.start(TWO_WORKERS)) {
            Caller caller = new Caller(server, sleeping(server, 0.02));
            double peak = peak(caller);
            List<Answered> all = flood(caller, 10 * peak);
            long quiet = System.nanoTime();
            Answered after = caller.call().join();
            while (after.millis() > 250 && System.nanoTime() - quiet < TimeUnit.SECONDS.toNanos(5)) {
                after = caller.call().join();
            }
            double recovered = (System.nanoTime() - quiet) / 1e9;

            List<Answered> refused = all.stream().filter(a -> a.status() == 503).toList();
            List<Double> refusals = sorted(refused);
            double goodput = all.stream().filter(a -> a.status() == 200).count() / (double) FLOOD.toSeconds();
            List<Double> successes =
                    sorted(all.stream().filter(a -> a.status() == 200).toList());
            System.out.printf(
                    "10 x overload: peak %.0f/s, offered %.0f/s, goodput %.0f/s (%.0f %%), refused %d: p50 %.1f ms, p99 %.1f ms; successes p50 %.0f ms, p99 %.0f ms; fast again after %.2f s%n",
                    peak,
                    all.size() / (double) FLOOD.toSeconds(),
                    goodput,
                    100 * goodput / peak,
                    refused.size(),
                    at(refusals, 0.5),
                    at(refusals, 0.99),
                    at(successes, 0.5),
                    at(successes, 0.99),
                    recovered);
            assertTrue(all.stream().allMatch(a -> a.status() == 200 || a.status() == 503), "nothing else happens");
            assertTrue(goodput >= 0.7 * peak, goodput + "/s of " + peak + "/s");
            assertTrue(at(refusals, 0.99) < 250, "refusals take " + at(refusals, 0.99) + " ms");
            assertTrue(
                    refused.stream().allMatch(a -> a.retryAfter().matches("[1-9]|[1-5][0-9]|60")),
                    "every refusal says when to come again");
            assertEquals(200, after.status());
            assertTrue(after.millis() < 250, "still " + after.millis() + " ms after 5 s");
        }
    }

    /** What two workers do for eight clients, a second. */
    private static double peak(Caller caller) throws Exception {
        AtomicBoolean goesOn = new AtomicBoolean(true);
        ExecutorService clients = Executors.newFixedThreadPool(8);
        long begin = System.nanoTime();
        List<Future<List<Answered>>> all = IntStream.range(0, 8)
                .mapToObj(i -> clients.submit(() -> caller.callWhile(goesOn)))
                .toList();
        assertTrue(!clients.awaitTermination(3, TimeUnit.SECONDS)); // they go on until they are told to stop
        goesOn.set(false);
        int calls = 0;
        for (Future<List<Answered>> one : all) {
            calls += one.get().size();
        }
        clients.shutdown();
        return calls / ((System.nanoTime() - begin) / 1e9);
    }

    /** Sends so many calls a second, whether or not the ones before are answered. */
    private static List<Answered> flood(Caller caller, double perSecond) throws Exception {
        List<CompletableFuture<Answered>> calls = new ArrayList<>();
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        long begin = System.nanoTime();
        var unused = clock.scheduleAtFixedRate(
                () -> {
                    double due = perSecond * (System.nanoTime() - begin) / 1e9;
                    while (calls.size() < due) {
                        calls.add(caller.call());
                    }
                },
                0,
                2,
                TimeUnit.MILLISECONDS);
        assertTrue(!clock.awaitTermination(FLOOD.toMillis(), TimeUnit.MILLISECONDS));
        clock.shutdownNow();
        assertTrue(clock.awaitTermination(10, TimeUnit.SECONDS));
        return calls.stream().map(CompletableFuture::join).toList();
    }

    private static List<Double> sorted(List<Answered> answers) {
        return answers.stream().map(Answered::millis).sorted().toList();
    }

    private static double at(List<Double> sorted, double quantile) {
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(quantile * sorted.size()) - 1);
    }
}
