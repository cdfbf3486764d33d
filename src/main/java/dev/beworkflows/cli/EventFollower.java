package dev.beworkflows.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Follows the events of a run to their end, over any number of connections, each event once. */
final class EventFollower {

    private static final Set<String> LAST = Set.of("succeeded", "failed", "cancelled", "dead");
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final ServerClient client;
    private final String path;
    private final Consumer<JsonNode> events;
    private final StringBuilder data = new StringBuilder();
    private String lastId = "";
    private String lastKind = "";

    /** @param events told each event, in order */
    EventFollower(ServerClient client, String run, Consumer<JsonNode> events) {
        this.client = client;
        this.path = Api.run(run) + "/events";
        this.events = events;
    }

    /**
     * Blocks until the run has ended.
     *
     * @return whether it succeeded
     * @throws CommandFailure when there is no such run, or the server stays away for a minute
     */
    boolean follow() {
        long since = System.nanoTime();
        boolean met = false;
        while (!LAST.contains(lastKind)) {
            try {
                HttpResponse<InputStream> response = client.stream(path, lastId);
                met = true;
                since = System.nanoTime();
                if (response.statusCode() == 204) {
                    break;
                }
                read(response.body());
            } catch (IOException e) {
                if (!met || System.nanoTime() - since > PATIENCE.toNanos()) {
                    throw client.notReached(e);
                }
                pause();
            }
        }
        return lastKind.equals("succeeded");
    }

    private void read(InputStream stream) throws IOException {
        data.setLength(0); // what a stream leaves unfinished is discarded
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            String id = lastId;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    dispatch(id);
                } else if (line.startsWith("id:")) {
                    id = line.substring("id:".length()).strip();
                } else if (line.startsWith("data:")) {
                    data.append(line.substring("data:".length()).strip()).append('\n');
                }
            }
        }
    }

    private void dispatch(String id) {
        if (data.length() > 0) {
            JsonNode event = ServerClient.json(data.toString());
            data.setLength(0);
            lastId = id;
            lastKind = event.path("kind").asText();
            events.accept(event);
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.FAILED, "interrupted");
        }
    }
}
