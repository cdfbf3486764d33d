package dev.beworkflows.http;

import static dev.beworkflows.http.HttpRoutesIT.assertProblem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beworkflows.catalog.Saving;
import dev.beworkflows.http.RawClient.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionIT {

    private static final String CALL = "/api/app/be_workflows/be_wf_graph/id/echo/call";
    private static final HttpLimits IMPATIENT = new HttpLimits(
            new HttpLimits.Transport(8 * 1024, 8 * 1024, Duration.ofMillis(300), 1024 * 1024, false),
            HttpLimits.Content.DEFAULT,
            HttpLimits.Json.DEFAULT);

    @TempDir
    Path folder;

    private HttpServerFixture server;

    @BeforeEach
    void start() throws IOException {
        server = new HttpServerFixture(folder, IMPATIENT, Optional.empty());
        var unused = HttpServerFixture.await(
                server.definitions.create(new ObjectMapper().readTree("{\"id\": \"echo\"}"), Saving.PUBLISHED));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET ", "GET /healthz HTTP/1.1\r\nHost: localhost\r\n"})
    void whoDoesNotFinishTheHeadIsDisconnected(String sent) throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            assertTrue(client.write(sent).isClosedByServer());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /healthz HTTP/1.1\r\nX: ",
                "POST " + CALL
                        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n"
            })
    void dribblingDoesNotHelp(String sent) throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            client.write(sent);
            long start = System.nanoTime();
            boolean closed = false;
            while (!closed && System.nanoTime() - start < Duration.ofSeconds(3).toNanos()) {
                HttpServerFixture.await(server.vertx().timer(20, TimeUnit.MILLISECONDS));
                closed = !stillOpen(client);
            }
            assertTrue(closed, "a byte now and then kept the connection open");
        }
    }

    @Test
    void whoHasBeenAnsweredMayAskAgainWithinTheIdleTime() throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            for (int i = 0; i < 5; i++) {
                assertEquals(
                        200,
                        client.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                                .answer()
                                .status());
            }
            assertTrue(client.isClosedByServer());
        }
    }

    @Test
    void whoWaitsForUsIsNotDisconnected() throws IOException {
        server.checks.put(
                "slow", () -> server.vertx().timer(900, TimeUnit.MILLISECONDS).mapEmpty());
        try (RawClient client = new RawClient(server.port())) {
            Answer answer = client.write("GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .answer();
            assertEquals(200, answer.status());
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            client.write(
                    "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            .repeat(3));
            for (int i = 0; i < 3; i++) {
                assertEquals(200, client.answer().status());
                assertProblem(ApiError.NOT_FOUND, client.answer());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GARBAGE\r\n\r\n",
                "GET /healthz HTTP/1.1\r\nNo colon\r\n\r\n",
                "GET /healthz HTTP/1.1\r\nA b: c\r\n\r\n",
                "GET /healthz HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "POST /healthz HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                "POST /healthz HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "\u0016\u0003\u0001 TLS\r\n\r\n"
            })
    void whatIsNotHttpIsAnsweredAsAProblem(String sent) throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            assertProblem(ApiError.MALFORMED_REQUEST, client.write(sent).answer());
            assertTrue(client.isClosedByServer());
        }
    }

    @Test
    void anotherVersionOfHttpIsRefused() throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            assertEquals(
                    501, client.write("GET /healthz HTTP/9.9\r\n\r\n").answer().status());
            assertTrue(client.isClosedByServer());
        }
    }

    @Test
    void brokenChunksAreAnsweredOrEndTheConnection() throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            client.write(
                    "POST " + CALL
                            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n\r\n");
            Answer answer = client.answer();
            if (answer.status() != 0) {
                assertProblem(ApiError.MALFORMED_REQUEST, answer);
            }
        }
    }

    @Test
    void addressesAndHeadersHaveLimits() throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            assertProblem(
                    ApiError.URI_TOO_LONG,
                    client.write("GET /" + "a".repeat(9_000) + " HTTP/1.1\r\n\r\n")
                            .answer());
        }
        try (RawClient client = new RawClient(server.port())) {
            assertProblem(
                    ApiError.HEADERS_TOO_LARGE,
                    client.write("GET / HTTP/1.1\r\nX: " + "a".repeat(9_000) + "\r\n\r\n")
                            .answer());
        }
    }

    @Test
    void abortedUploadsLeaveNothing() throws IOException {
        Random random = new Random(3);
        String head = "POST " + CALL
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n\r\n";
        String part = "--b\r\nContent-Disposition: form-data; name=f; filename=a\r\n\r\n" + "x".repeat(3_000) + "\r\n";
        String form = head + part.repeat(20);
        for (int i = 0; i < 500; i++) {
            RawClient client = new RawClient(server.port());
            client.write(form.substring(0, random.nextInt(form.length())));
            if (random.nextBoolean()) {
                client.reset();
            } else {
                client.close();
            }
        }
        assertTrue(server.uploadsBecomeEmpty());
        try (RawClient client = new RawClient(server.port())) {
            assertEquals(
                    200,
                    client.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .answer()
                            .status());
        }
    }

    private static boolean stillOpen(RawClient client) {
        try {
            client.write("x");
            return true;
        } catch (IOException closed) {
            return false;
        }
    }
}
