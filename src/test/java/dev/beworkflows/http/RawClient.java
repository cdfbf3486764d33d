package dev.beworkflows.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A connection on which a test writes what it likes, byte for byte. */
final class RawClient implements AutoCloseable {

    /** @param headers by name in lower case */
    record Answer(int status, Map<String, String> headers, String body) {
        JsonNode json() {
            try {
                return new ObjectMapper().readTree(body);
            } catch (IOException e) {
                throw new IllegalStateException("no JSON: " + this, e);
            }
        }

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    private final Socket socket;

    RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
    }

    /** Characters become bytes as UTF-8. */
    RawClient write(String text) throws IOException {
        return write(text.getBytes(UTF_8));
    }

    RawClient write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** The next answer; status 0 when the server closed the connection instead. */
    Answer answer() throws IOException {
        String first = line();
        if (first.isEmpty()) {
            return new Answer(0, Map.of(), "");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int status = Integer.parseInt(first.split(" ", -1)[1]);
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = socket.getInputStream().readNBytes(length);
        return new Answer(status, headers, new String(body, UTF_8));
    }

    /** The head of an answer to HEAD, which names a length that does not follow. */
    String head() throws IOException {
        StringBuilder head = new StringBuilder();
        for (String line = line(); !line.isEmpty(); line = line()) {
            head.append(line).append('\n');
        }
        return head.toString();
    }

    /** Waits until the server closes the connection. */
    boolean isClosedByServer() throws IOException {
        InputStream in = socket.getInputStream();
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    /** Ends with a reset instead of a goodbye. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = socket.getInputStream().read();
                c >= 0 && c != '\n';
                c = socket.getInputStream().read()) {
            line.write(c);
        }
        return line.toString(ISO_8859_1).strip();
    }
}
