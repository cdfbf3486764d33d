package dev.beworkflows;

import static dev.beworkflows.TestServer.function;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.TestServer.Answer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whoever reads a run with a large request holds nobody up: what takes long is not done on the event loop. */
@Alone
class LargeReadsIT {

    private static final int ITEMS = 35_000;
    private static final int BYTES = 8_000_000;
    private static final int READS = 9;

    /** Of the time that a read takes, so much may be on the event loop: what copies its bytes, and what other threads take of its processor. */
    private static final double SHARE = 0.3;

    private static final String RUNS = "/api/app/be_workflows/runs/";

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static TestServer server;
    private static String large;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(Map.of(Setting.WORKERS, "1"));
        ObjectNode counts = server.chain("count", function("count", "ti.push('count', len(ti.req_body['items']))"));
        counts.putArray("body").addObject().put("name", "items").put("type", "array");
        ObjectNode body = TestServer.JSON.createObjectNode();
        ArrayNode items = body.putArray("items");
        String text = "an item with a text of about two hundred characters, ".repeat(4);
        for (int i = 0; i < ITEMS; i++) {
            items.addObject().put("id", i).put("name", text).put("price", 12.5);
        }
        String json = body.toString();
        assertTrue(json.length() > BYTES, json.length() + " bytes");
        Answer answer = server.send("POST", server.callPath(server.save(counts)), "application/json", json);
        assertEquals(200, answer.status(), answer.response().body());
        large = answer.header("x-run-id");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aRunIsShownAsItWas() throws Exception {
        var items = server.record(large).at("/request/req_body/items");
        assertEquals(ITEMS, items.size());
        assertEquals("12.5", items.get(ITEMS - 1).path("price").asText());
    }

    @Test
    void whoReadsTheRunHoldsNobodyUp() throws Exception {
        assertNobodyWaits(() -> read(RUNS + large));
    }

    @Test
    void whoReadsItsEventsHoldsNobodyUp() throws Exception {
        assertNobodyWaits(() -> read(RUNS + large + "/events"));
    }

    @Test
    void whoReadsItAsATestHoldsNobodyUp() throws Exception {
        assertNobodyWaits(() -> read(RUNS + large + "/test"));
    }

    private static void assertNobodyWaits(Callable<Integer> reading) throws Exception {
        for (int i = 0; i < 3; i++) { // compiled code
            assertEquals(200, reading.call());
        }
        var waits = new ConcurrentLinkedQueue<long[]>();
        AtomicBoolean goesOn = new AtomicBoolean(true);
        Thread others = new Thread(() -> waitAgainAndAgain(waits, goesOn));
        others.start();
        double[] shares = new double[READS];
        for (int i = 0; i < READS; i++) {
            long begin = System.nanoTime();
            assertEquals(200, reading.call());
            long end = System.nanoTime();
            shares[i] = longest(waits, begin, end) / (double) (end - begin);
        }
        goesOn.set(false);
        others.join();
        Arrays.sort(shares);
        assertTrue(shares[READS / 2] < SHARE, "of the time of a read others wait " + Arrays.toString(shares));
    }

    /** How long the one waited longest who asked meanwhile. */
    private static long longest(Iterable<long[]> waits, long begin, long end) {
        long longest = 0;
        for (long[] wait : waits) {
            longest = Math.max(longest, Math.min(end, wait[1]) - Math.max(begin, wait[0]));
        }
        return longest;
    }

    private static void waitAgainAndAgain(ConcurrentLinkedQueue<long[]> waits, AtomicBoolean goesOn) {
        try {
            while (goesOn.get()) {
                long begin = System.nanoTime();
                assertEquals(200, read("/healthz"));
                waits.add(new long[] {begin, System.nanoTime()});
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static int read(String path) throws Exception {
        HttpRequest request = server.request(path).build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
