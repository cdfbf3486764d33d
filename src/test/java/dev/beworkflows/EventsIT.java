package dev.beworkflows;

import static dev.beworkflows.TestServer.function;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.TestServer.Answer;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams of events over real HTTP, read by a parser written from the WHATWG's text. */
@Alone
class EventsIT {
    private static final String API = "/api/app/be_workflows";
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final int READERS = 200;

    /** What two processors that also read for all of them may add by chance. */
    private static final long SLACK_MILLIS = 500;

    private static TestServer server;
    private static SseClient client;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(Map.of(
                Setting.WORKERS,
                "3",
                Setting.EVENT_COMMENT,
                "300ms",
                Setting.EVENT_DRAIN,
                "2s",
                Setting.MESSAGE_RATE,
                "1000"));
        client = new SseClient(server.base());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void anyTextArrivesAsItWasSent() throws Exception {
        long seed = System.nanoTime();
        System.out.println("messages: seed=" + seed);
        Random random = new Random(seed);
        List<String> texts = new ArrayList<>(List.of(
                "",
                "\r",
                "\n",
                "\r\n",
                " x",
                "  ",
                ": x",
                "data: x\n\n",
                "id: 1\rretry: 0\r\n",
                "\0",
                "\u2028\u2029\ufeff"));
        for (int i = 0; i < 300; i++) {
            texts.add(text(random));
        }
        Path file = folder.resolve("texts.json");
        Files.writeString(file, TestServer.JSON.writeValueAsString(texts));
        String run = accept(
                "import json\nfrom common.framework.utils.events import send_user_task_sse\n[send_user_task_sse(t) for t in json.load(open('"
                        + file + "'))]");
        List<String> arrived = client.read(API + "/runs/" + run + "/events").stream()
                .filter(event -> event.path("kind").asText().equals("message"))
                .map(event -> event.path("message").textValue())
                .toList();
        assertEquals(texts, arrived);
    }

    @Test
    void theLastWordsOfATaskAreHeard() throws Exception {
        String id = server.save(server.chain(
                "task",
                function(
                        "task",
                        "from common.framework.utils.events import send_user_task_sse\nsend_user_task_sse('m')")));
        for (int i = 0; i < 300; i++) {
            String run = server.get(server.callPath(id)).header("x-run-id");
            assertEquals(1, server.record(run).path("messages").size(), "of call " + i);
        }
    }

    @Test
    void cutAnywhereAndReadOnThereIsNoGapAndNoRepeat() throws Exception {
        long seed = System.nanoTime();
        System.out.println("cuts: seed=" + seed);
        Random random = new Random(seed);
        String run = accept(
                "import time\nfrom common.framework.utils.events import send_user_task_sse\nfor i in range(300):\n    send_user_task_sse('x' * (i % 90) + '\\r\\n')\n    time.sleep(0.002)");
        List<Long> seqs = new ArrayList<>();
        String last = "";
        int connections = 0;
        while (true) {
            HttpResponse<InputStream> response = client.open(API + "/runs/" + run + "/events", last);
            if (response.statusCode() == 204) {
                break;
            }
            assertEquals(200, response.statusCode());
            SseParser parser = new SseParser(last);
            boolean unused = SseClient.readInto(parser, response, 1 + random.nextInt(1_500));
            for (SseParser.Event event : parser.events()) {
                seqs.add(TestServer.JSON.readTree(event.data()).path("seq").asLong());
                last = event.id();
            }
            connections++;
        }
        for (int i = 0; i < seqs.size(); i++) {
            assertEquals(i + 1, seqs.get(i));
        }
        assertTrue(
                seqs.size() >= 305 && connections > 10, seqs.size() + " events over " + connections + " connections");
    }

    @Test
    void aStreamBeginsAtOnceAndSpeaksWhenThereIsNothingToSay() throws Exception {
        Path gate = folder.resolve("gate");
        String run = accept("import os, time\nwhile not os.path.exists('" + gate + "'): time.sleep(0.01)");
        HttpResponse<InputStream> response = client.open(API + "/runs/" + run + "/events", "");
        assertEquals(
                "text/event-stream; charset=utf-8",
                response.headers().firstValue("content-type").orElse(""));
        assertEquals("no", response.headers().firstValue("x-accel-buffering").orElse(""));
        assertEquals("no-store", response.headers().firstValue("cache-control").orElse(""));
        SseParser parser = new SseParser("");
        InputStream body = response.body();
        byte[] chunk = new byte[4096];
        while (parser.comments() < 2) {
            int count = body.read(chunk);
            assertTrue(count > 0);
            parser.accept(chunk, count);
        }
        assertTrue(parser.retryMillis() >= 2_000 && parser.retryMillis() <= 3_000);
        body.close();
        Files.createFile(gate);
        assertEquals(
                "succeeded", server.record(run).path("status").asText(), "closing a stream does not touch its run");
    }

    @Test
    void afterTheEndAReaderIsToldToStop() throws Exception {
        String run = accept("pass");
        List<JsonNode> events = client.read(API + "/runs/" + run + "/events");
        String last = String.valueOf(events.size());
        String path = API + "/runs/" + run + "/events";
        assertEquals(204, client.open(path, last).statusCode());
        assertEquals(204, client.open(path + "?last_event_id=" + last, "").statusCode());
        assertEquals(200, client.open(path + "?last_event_id=" + last, "1").statusCode(), "the header comes first");
        assertEquals(400, client.open(path, "x").statusCode());
        assertEquals(
                404,
                client.open(API + "/runs/01932f5e-8c2b-7d11-9a4e-0c5f3b7a2d10/events", "")
                        .statusCode());
    }

    @Test
    void aCallIsWatchedOnItsOwnConnection() throws Exception {
        String id = server.save(server.chain(
                "task",
                function("task", "print('x')\nti.response_data('out', [{'n': 1}])"),
                "next",
                function("next", "assert ti.url_params is not None")));
        SseParser parser = new SseParser("");
        assertTrue(SseClient.readInto(parser, client.open(server.callPath(id), ""), Long.MAX_VALUE));
        SseParser.Event last = parser.events().get(parser.events().size() - 1);
        assertEquals("response", last.type());
        assertEquals("{\"data\":{\"out\":[{\"n\":1}]},\"meta\":{\"out\":{}}}", last.data());
        assertEquals("accepted", parser.events().get(0).type());
        assertEquals(
                "succeeded", parser.events().get(parser.events().size() - 2).type());

        String fails = server.save(
                server.chain("task", function("task", "raise ValueError('no')")).put("mode", "background"));
        SseParser failed = new SseParser("");
        assertTrue(SseClient.readInto(failed, client.open(server.callPath(fails), ""), Long.MAX_VALUE));
        SseParser.Event problem = failed.events().get(failed.events().size() - 1);
        assertEquals("problem", problem.type());
        assertEquals(
                "/problems/task-failed",
                TestServer.JSON.readTree(problem.data()).path("type").asText());
    }

    @Test
    void aUserSeesWhatHappensToAllRuns() throws Exception {
        HttpResponse<InputStream> response = client.open(API + "/events", "");
        SseParser parser = new SseParser("");
        List<String> runs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            runs.add(accept(
                    "from common.framework.utils.events import send_user_task_sse\nsend_user_task_sse('m" + i + "')"));
        }
        List<String> seen = new ArrayList<>();
        byte[] chunk = new byte[4096];
        while (seen.stream().filter(text -> text.endsWith("succeeded")).count() < 5) {
            int count = response.body().read(chunk);
            parser.accept(chunk, count);
            for (SseParser.Event event : parser.events()) {
                JsonNode json = TestServer.JSON.readTree(event.data());
                if (runs.contains(json.path("run_id").asText())) {
                    seen.add(json.path("run_id").asText() + " "
                            + json.path("kind").asText());
                }
            }
            parser.events().clear();
        }
        response.body().close();
        for (String run : runs) {
            assertEquals(
                    List.of("accepted", "started", "message", "succeeded"),
                    seen.stream()
                            .filter(text -> text.startsWith(run))
                            .map(text -> text.substring(37))
                            .toList(),
                    () -> {
                        try {
                            return run + seen + client.read(API + "/runs/" + run + "/events");
                        } catch (Exception e) {
                            return "" + e;
                        }
                    });
        }
        assertEquals(400, client.open(API + "/events", "nonsense").statusCode());
    }

    /** What is shown when it is written, and what is read out of the database, from wherever on. */
    @Test
    void whoReadsLiveAndWhoReadsLaterGetTheSame() throws Exception {
        HttpResponse<InputStream> live = client.open(API + "/events", "");
        List<String> runs = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            runs.add(
                    accept(
                            "import time\nfrom common.framework.utils.events import send_user_task_sse\n"
                                    + "for i in range(40):\n    send_user_task_sse({'text': f'{i}\\n\\0\\u2028\\ud83d\\ude00', 'n': i / 7})\n    time.sleep(0.003)"));
        }
        List<SseParser.Event> first = read(
                runs,
                live,
                read -> read.stream()
                                .filter(event -> event.type().equals("succeeded"))
                                .count()
                        == runs.size());
        for (int from : List.of(0, 1, first.size() / 2, first.size() - 2)) {
            HttpResponse<InputStream> later =
                    client.open(API + "/events", first.get(from).id());
            List<SseParser.Event> rest = first.subList(from + 1, first.size());
            assertEquals(rest, read(runs, later, read -> read.size() >= rest.size()));
        }
        List<String> messages = first.stream()
                .filter(event -> event.type().equals("message"))
                .map(SseParser.Event::id)
                .distinct()
                .toList();
        assertEquals(6 * 40, messages.size());
    }

    /** What is of these runs, until it is enough. */
    private static List<SseParser.Event> read(
            List<String> runs, HttpResponse<InputStream> stream, Predicate<List<SseParser.Event>> enough)
            throws Exception {
        SseParser parser = new SseParser("");
        byte[] chunk = new byte[4096];
        List<SseParser.Event> read = new ArrayList<>();
        try (InputStream body = stream.body()) {
            while (!enough.test(read)) {
                int count = body.read(chunk);
                assertTrue(count > 0);
                parser.accept(chunk, count);
                parser.events().stream()
                        .filter(event -> runs.stream().anyMatch(event.data()::contains))
                        .forEach(read::add);
                parser.events().clear();
            }
        }
        return read;
    }

    @Test
    void aTokenOpensTheEventsOfItsRunAndNothingElse() throws Exception {
        try (TestServer guarded = TestServer.start(Map.of(Setting.API_KEY, KEY, Setting.EVENT_TOKEN, "2s"))) {
            HttpClient http = HttpClient.newHttpClient();
            String call = guarded.base() + API + "/be_wf_graph/id/hello/call?name=x";
            HttpResponse<String> accepted = http.send(
                    HttpRequest.newBuilder(URI.create(call))
                            .header("Authorization", "Bearer " + KEY)
                            .header("Prefer", "respond-async")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            JsonNode links = TestServer.JSON.readTree(accepted.body());
            String events = links.path("events_url").asText();
            SseClient stranger = new SseClient(guarded.base());
            assertEquals(200, stranger.open(events, "").statusCode());
            assertEquals(
                    401,
                    stranger.open(events.substring(0, events.indexOf('?')), "").statusCode());
            assertEquals(401, stranger.open(events + "x", "").statusCode());
            assertEquals(
                    401,
                    stranger.open(links.path("result_url").asText() + events.substring(events.indexOf('?')), "")
                            .statusCode());
            assertEquals(
                    401,
                    stranger.open(API + "/events" + events.substring(events.indexOf('?')), "")
                            .statusCode());
            TestServer.eventually("the token ends", () -> {
                try {
                    return stranger.open(events, "").statusCode() == 401;
                } catch (Exception e) {
                    return false;
                }
            });
        }
    }

    @Test
    void readersThatNeverReadDoNotHarmTheOthers() throws Exception {
        long unusedWarmUp = p99OfNormalReaders("warm", List.of());
        long alone = p99OfNormalReaders("alone", List.of());
        List<Socket> stalled = new ArrayList<>();
        long before = usedHeap();
        long beside = p99OfNormalReaders("beside", stalled);
        long grown = usedHeap() - before;
        System.out.println("slow readers: p99 of normal ones alone=" + alone + " ms, beside " + READERS
                + " that never read=" + beside + " ms, heap growth=" + (grown >> 20) + " MiB");
        assertTrue(grown < 100L << 20, "heap grew by " + grown);
        assertTrue(beside <= 3 * alone + SLACK_MILLIS, "p99 alone " + alone + " ms, beside " + beside + " ms");
        assertEquals(READERS, stalled.size());
        TestServer.eventually(
                "those who never read are disconnected",
                () -> stalled.stream().map(Socket::getLocalPort).noneMatch(established()::contains));
    }

    /**
     * Of 200 readers, 100 events a second, in milliseconds.
     *
     * @param stalled when it is empty and the name is "beside", filled with as many that never read
     */
    private long p99OfNormalReaders(String name, List<Socket> stalled) throws Exception {
        Path gate = folder.resolve(name);
        String run = accept(
                "import os, time\nfrom common.framework.utils.events import send_user_task_sse\n"
                        + "while not os.path.exists('" + gate + "'): time.sleep(0.01)\n"
                        + "for i in range(300):\n    send_user_task_sse({'sent': time.time_ns(), 'pad': 'x' * 3000})\n    time.sleep(0.01)");
        for (int i = 0; i < (name.equals("beside") ? READERS : 0); i++) {
            stalled.add(stall(run));
        }
        ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();
        CountDownLatch done = new CountDownLatch(READERS);
        for (int i = 0; i < READERS; i++) {
            Thread reader = new Thread(() -> {
                follow(run, latencies);
                done.countDown();
            });
            reader.setDaemon(true);
            reader.start();
        }
        Files.createFile(gate);
        assertTrue(done.await(60, TimeUnit.SECONDS), "all normal readers see the end");
        List<Long> sorted = latencies.stream().sorted().toList();
        assertEquals(READERS * 300, sorted.size(), "every normal reader got every message");
        System.out.println("readers " + name + ": p50=" + sorted.get(sorted.size() / 2) / 1_000_000 + " ms");
        return sorted.get(sorted.size() * 99 / 100) / 1_000_000;
    }

    private static Socket stall(String run) throws Exception {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new java.net.InetSocketAddress(
                InetAddress.getLoopbackAddress(), URI.create(server.base()).getPort()));
        OutputStream output = socket.getOutputStream();
        output.write(("GET " + API + "/runs/" + run + "/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        output.flush();
        return socket;
    }

    private static void follow(String run, ConcurrentLinkedQueue<Long> latencies) {
        try (InputStream body =
                client.open(API + "/runs/" + run + "/events", "").body()) {
            SseParser parser = new SseParser("");
            byte[] chunk = new byte[16384];
            for (int count = body.read(chunk); count >= 0; count = body.read(chunk)) {
                parser.accept(chunk, count);
                Instant now = Instant.now();
                for (SseParser.Event event : parser.events()) {
                    if (event.type().equals("message")) {
                        // read by hand: the readers share two cores with the server
                        int from = event.data().indexOf("\"sent\":") + 7;
                        long sent = Long.parseLong(
                                event.data().substring(from, event.data().indexOf(',', from)));
                        latencies.add(Duration.between(Instant.EPOCH.plusNanos(sent), now)
                                .toNanos());
                    }
                }
                parser.events().clear();
            }
        } catch (Exception e) {
            System.out.println("a reader failed: " + e);
        }
    }

    /** Local ports of connections that stand, as the kernel sees it: to read would be to keep up. */
    private static Set<Integer> established() {
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .filter(table -> Files.exists(Path.of(table)))
                .flatMap(EventsIT::lines)
                .map(line -> line.strip().split("\\s+"))
                .filter(row -> row.length > 3 && row[3].equals("01"))
                .map(row -> Integer.parseInt(row[1].substring(row[1].lastIndexOf(':') + 1), 16))
                .collect(Collectors.toSet());
    }

    private static Stream<String> lines(String table) {
        try {
            return Files.readAllLines(Path.of(table)).stream();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Up to 60 characters of all planes, without halves of pairs. */
    private static String text(Random random) {
        int[] points = random.ints(random.nextInt(60), 0, 0x110000)
                .map(point -> switch (point % 5) {
                    case 0 -> "\r\n :\0".charAt(point % 5 == 0 ? Math.floorMod(point / 5, 5) : 0);
                    case 1 -> point % 128;
                    default -> point;
                })
                .filter(point -> point < 0xD800 || point > 0xDFFF)
                .toArray();
        return new String(points, 0, points.length);
    }

    private static String accept(String body) throws Exception {
        ObjectNode definition = server.chain("task", function("task", body)).put("mode", "background");
        Answer accepted = server.get(server.callPath(server.save(definition)));
        assertEquals(202, accepted.status());
        return accepted.header("x-run-id");
    }
}
