import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the bytes of a request, once for all that are sent. */
final class Requests {

    private Requests() {}

    /** {@code method}, {@code path}, {@code headers} and, for a body, {@code body_file}. */
    static byte[] bytes(JsonObject command) {
        try {
            byte[] body = command.containsKey("body_file")
                    ? Files.readAllBytes(Path.of(command.getString("body_file")))
                    : new byte[0];
            StringBuilder head = new StringBuilder(command.getString("method", "GET"))
                    .append(' ')
                    .append(command.getString("path"))
                    .append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n");
            command.getJsonObject("headers", new JsonObject()).forEach(header -> head.append(header.getKey())
                    .append(": ")
                    .append(header.getValue())
                    .append("\r\n"));
            if (body.length > 0) {
                head.append("Content-Length: ").append(body.length).append("\r\n");
            }
            ByteArrayOutputStream request = new ByteArrayOutputStream(body.length + 256);
            request.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
            request.writeBytes(body);
            return request.toByteArray();
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
