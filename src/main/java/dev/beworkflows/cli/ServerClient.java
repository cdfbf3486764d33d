package dev.beworkflows.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Talks to a server. Whatever is not an answer is a {@link CommandFailure}. */
final class ServerClient {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final String JSON = "application/json";
    private static final ObjectReader READER = JsonMapper.builder()
            // what is shown has the digits that the server sent
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build()
            .reader();

    private final ServerOptions options;
    private final Terminal terminal;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    ServerClient(ServerOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    /** @param json missing when there is no body */
    record Answer(int status, JsonNode json) {}

    JsonNode get(String path) {
        return accepted(send(request(path).GET())).json();
    }

    JsonNode post(String path, JsonNode body) {
        return accepted(posted(path, body)).json();
    }

    void delete(String path) {
        Answer unused = accepted(send(request(path).DELETE()));
    }

    /** Whatever the server says. */
    Answer posted(String path, JsonNode body) {
        return send("POST", path, JSON, BodyPublishers.ofString(body.toString()));
    }

    Answer send(String method, String path, String contentType, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = request(path).method(method, body).header("Content-Type", contentType);
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    Answer sendEmpty(String method, String path, String... headers) {
        HttpRequest.Builder request = request(path).method(method, BodyPublishers.noBody());
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /** @throws IOException when the server cannot be reached, so that the caller may try again */
    HttpResponse<InputStream> stream(String path, String lastEventId) throws IOException {
        HttpRequest.Builder request = request(path).header("Accept", "text/event-stream");
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<InputStream> response = exchange(request, BodyHandlers.ofInputStream());
        if (response.statusCode() >= 400) {
            try (InputStream body = response.body()) {
                throw refused(new Answer(response.statusCode(), READER.readTree(body)));
            }
        }
        return response;
    }

    /** The answer, or what is wrong in the server's words. */
    Answer accepted(Answer answer) {
        if (answer.status() >= 400) {
            throw refused(answer);
        }
        return answer;
    }

    CommandFailure refused(Answer answer) {
        ServerProblem problem = new ServerProblem(answer.status(), answer.json());
        if (terminal.isJson()) {
            terminal.print(answer.json());
        }
        return new CommandFailure(problem.exitCode(), problem.inWords());
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = exchange(request, BodyHandlers.ofString());
            return new Answer(response.statusCode(), json(response.body()));
        } catch (IOException e) {
            throw notReached(e);
        }
    }

    CommandFailure notReached(IOException e) {
        String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new CommandFailure(
                ExitCode.NOT_REACHED, "no server answers at " + options.address() + " (" + why + "); see --server");
    }

    private <T> HttpResponse<T> exchange(HttpRequest.Builder request, BodyHandler<T> handler) throws IOException {
        try {
            return client.send(request.build(), handler);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.FAILED, "interrupted");
        }
    }

    private HttpRequest.Builder request(String path) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(options.address() + path));
            options.key().ifPresent(key -> request.header("Authorization", "Bearer " + key));
            return request;
        } catch (IllegalArgumentException e) {
            throw CommandFailure.wrongUse(
                    "--server '" + options.address() + "' or the key cannot be right: " + e.getMessage());
        }
    }

    /** Missing when it is none. */
    static JsonNode json(String body) {
        try {
            return body.isEmpty() ? MissingNode.getInstance() : READER.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
