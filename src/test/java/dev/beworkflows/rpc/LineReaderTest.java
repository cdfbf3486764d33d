package dev.beworkflows.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineReaderTest {

    @Test
    void cutsAtEveryLineEndHoweverTheBytesArrive() throws IOException {
        Random random = new Random(7);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            lines.add("x".repeat(random.nextInt(i % 50 == 0 ? 40_000 : 200)));
        }
        byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.US_ASCII);
        LineReader reader = new LineReader(new Dripping(bytes, random), 50_000);
        for (String line : lines) {
            assertEquals(line, text(reader.next()));
        }
        assertNull(reader.next());
    }

    @Test
    void takesALineAtTheLimitAndRefusesOneByteMore() throws IOException {
        assertEquals(
                "x".repeat(20_000),
                text(reader("x".repeat(20_000) + "\n", 20_000).next()));
        assertThrows(
                ProtocolViolation.class,
                () -> reader("x".repeat(20_001) + "\n", 20_000).next());
        assertThrows(
                ProtocolViolation.class, () -> reader("x".repeat(11) + "\n", 10).next());
    }

    @Test
    void refusesALineWithoutEndBeforeItFillsTheMemory() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };
        assertThrows(ProtocolViolation.class, () -> new LineReader(endless, 1 << 20).next());
    }

    @Test
    void dropsAnUnfinishedLineAtTheEnd() throws IOException {
        LineReader reader = reader("one\ntw", 10);
        assertEquals("one", text(reader.next()));
        assertNull(reader.next());
    }

    private static LineReader reader(String text, int maxBytes) {
        return new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)), maxBytes);
    }

    private static String text(byte[] line) {
        return new String(line, StandardCharsets.US_ASCII);
    }

    /** Gives a random number of bytes at a time. */
    private static final class Dripping extends InputStream {

        private final ByteArrayInputStream bytes;
        private final Random random;

        Dripping(byte[] bytes, Random random) {
            this.bytes = new ByteArrayInputStream(bytes);
            this.random = random;
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return bytes.read(target, offset, Math.min(length, 1 + random.nextInt(500)));
        }
    }
}
