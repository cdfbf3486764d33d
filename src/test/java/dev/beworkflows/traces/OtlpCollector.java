package dev.beworkflows.traces;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPInputStream;

/** A collector that takes OTLP over HTTP, and reads the protobuf by its wire format: opentelemetry/proto/trace/v1/trace.proto. */
public final class OtlpCollector implements AutoCloseable {

    /** A span as it arrived; the parent is empty for a root. */
    public record Received(
            String traceId,
            String spanId,
            String parentId,
            String name,
            int kind,
            Instant start,
            Instant end,
            Map<String, Object> attributes,
            List<Event> events,
            Map<String, Object> resource,
            int status,
            String statusMessage) {

        public Optional<Event> event(String name) {
            return events.stream().filter(event -> event.name().equals(name)).findFirst();
        }
    }

    public record Event(Instant at, String name, Map<String, Object> attributes) {}

    public static final int INTERNAL = 1;
    public static final int SERVER = 2;
    public static final int ERROR = 2;

    public final List<Received> spans = new CopyOnWriteArrayList<>();
    public final List<Map<String, String>> headers = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile int answer = 200;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    private OtlpCollector(HttpServer server) {
        this.server = server;
    }

    public static OtlpCollector start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        OtlpCollector collector = new OtlpCollector(server);
        server.createContext("/v1/traces", collector::take);
        server.start();
        return collector;
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** From now on it answers so. */
    public void answer(int status) {
        answer = status;
    }

    /** From now on it takes what comes and does not answer, until the latch is counted down. */
    public CountDownLatch hold() {
        gate = new CountDownLatch(1);
        return gate;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = new GZIPInputStream(exchange.getRequestBody()).readAllBytes();
            Map<String, String> sent = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders().forEach((name, values) -> sent.put(name, values.get(0)));
            headers.add(sent);
            await(gate);
            if (answer == 200) {
                new Message(body).all(1).forEach(this::resourceSpans);
            }
            exchange.sendResponseHeaders(answer, -1);
        }
    }

    private static void await(CountDownLatch gate) throws IOException {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void resourceSpans(Message message) {
        Map<String, Object> resource = message.all(1).get(0).attributes(1);
        message.all(2).forEach(scope -> scope.all(2).forEach(span -> spans.add(span(span, resource))));
    }

    private static Received span(Message span, Map<String, Object> resource) {
        List<Event> events = span.all(11).stream()
                .map(event -> new Event(event.time(1), event.text(2), event.attributes(3)))
                .toList();
        Message status = span.all(15).stream().findFirst().orElseGet(() -> new Message(new byte[0]));
        return new Received(
                span.hex(1),
                span.hex(2),
                span.hex(4),
                span.text(5),
                (int) span.number(6),
                span.time(7),
                span.time(8),
                span.attributes(9),
                events,
                resource,
                (int) status.number(3),
                status.text(2));
    }

    /** The fields of a message, by their number. */
    private static final class Message {
        private final Map<Integer, List<Object>> fields = new TreeMap<>();

        Message(byte[] bytes) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            while (buffer.hasRemaining()) {
                long tag = varint(buffer);
                fields.computeIfAbsent((int) (tag >>> 3), field -> new ArrayList<>())
                        .add(value((int) (tag & 7), buffer));
            }
        }

        private static Object value(int type, ByteBuffer buffer) {
            return switch (type) {
                case 0 -> varint(buffer);
                case 1 -> buffer.getLong();
                case 2 -> {
                    byte[] bytes = new byte[(int) varint(buffer)];
                    buffer.get(bytes);
                    yield bytes;
                }
                case 5 -> (long) buffer.getInt();
                default -> throw new IllegalStateException("wire type " + type);
            };
        }

        private static long varint(ByteBuffer buffer) {
            long value = 0;
            for (int shift = 0; shift < 64; shift += 7) {
                byte next = buffer.get();
                value |= (long) (next & 0x7f) << shift;
                if (next >= 0) {
                    return value;
                }
            }
            throw new IllegalStateException("endless number");
        }

        List<Message> all(int field) {
            return fields.getOrDefault(field, List.of()).stream()
                    .map(value -> new Message((byte[]) value))
                    .toList();
        }

        private byte[] bytes(int field) {
            List<Object> values = fields.getOrDefault(field, List.of());
            return values.isEmpty() ? new byte[0] : (byte[]) values.get(0);
        }

        String text(int field) {
            return new String(bytes(field), StandardCharsets.UTF_8);
        }

        String hex(int field) {
            return HexFormat.of().formatHex(bytes(field));
        }

        long number(int field) {
            return (Long) fields.getOrDefault(field, List.of(0L)).get(0);
        }

        Instant time(int field) {
            return Instant.ofEpochSecond(0, number(field));
        }

        Map<String, Object> attributes(int field) {
            Map<String, Object> attributes = new TreeMap<>();
            for (Message pair : all(field)) {
                Message value = pair.all(2).get(0);
                int kind = value.fields.keySet().iterator().next();
                attributes.put(
                        pair.text(1),
                        switch (kind) {
                            case 1 -> value.text(1);
                            case 2 -> value.number(2) == 1;
                            case 4 -> Double.longBitsToDouble(value.number(4));
                            default -> value.number(kind);
                        });
            }
            return attributes;
        }
    }
}
