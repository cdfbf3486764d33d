package dev.beworkflows;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** Reads streams of events over real HTTP. */
final class SseClient {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;

    SseClient(String base) {
        this.base = base;
    }

    HttpResponse<InputStream> open(String path, String lastEventId) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        return client.send(
                request.header("Accept", "text/event-stream").build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    /** All events of a stream until its end, as JSON. */
    List<JsonNode> read(String path) throws IOException, InterruptedException {
        SseParser parser = new SseParser("");
        readInto(parser, open(path, ""), Long.MAX_VALUE);
        List<JsonNode> events = new ArrayList<>();
        for (SseParser.Event event : parser.events()) {
            events.add(TestServer.JSON.readTree(event.data()));
        }
        return events;
    }

    /** Reads until the end, or until so many bytes were read; then the connection is cut. Returns whether it ended by itself. */
    static boolean readInto(SseParser parser, HttpResponse<InputStream> response, long bytes) throws IOException {
        byte[] chunk = new byte[512];
        long left = bytes;
        try (InputStream body = response.body()) {
            while (left > 0) {
                int count = body.read(chunk, 0, (int) Math.min(chunk.length, left));
                if (count < 0) {
                    return true;
                }
                parser.accept(chunk, count);
                left -= count;
            }
        }
        return false;
    }
}
