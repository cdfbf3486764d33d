package dev.beworkflows.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.task.SecretValues;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskOutputReaderTest {

    private static final String MARK = "6f1f0a7c9d3e4b5a8c7d6e5f4a3b2c1d";

    private final StringBuilder log = new StringBuilder();
    private int marks;

    @Test
    void givesACallWhatStandsBeforeItsMark() throws IOException {
        read(1000, stream("one\ntwo" + mark(7) + "late\n", 3));
        assertEquals("one\ntwo", log.toString());
        assertEquals(1, marks);
    }

    @Test
    void findsTheMarkAtEveryPlaceInItsBuffer() throws IOException {
        for (int length = 16_300; length < 16_450; length++) {
            log.setLength(0);
            read(1 << 20, stream("x".repeat(length) + mark(12), 4096));
            assertEquals(length, log.length(), "output of " + length);
            assertEquals(1, marks, "output of " + length);
        }
    }

    @Test
    void isNotMisledByAFakeMark() throws IOException {
        String fake = "\u001e" + "0".repeat(32) + " 7\n\u001e\u001e" + MARK.substring(0, 31);
        read(1000, stream(fake + mark(7), 5));
        assertEquals(fake, log.toString());
        assertEquals(1, marks);
    }

    @Test
    void givesEachAttemptOfAChainItsOwnPart() throws IOException {
        StringBuilder second = new StringBuilder();
        TaskOutputReader reader = new TaskOutputReader(MARK, 1000, log::append);
        reader.begin(List.of(log::append, second::append), SecretValues.NONE);
        assertEquals(2, readAll(reader, stream("one\ntw" + mark(7) + "three" + mark(7) + "nobody's\n", 3)));
        assertEquals("one\ntw", log.toString());
        assertEquals("three", second.toString());
    }

    @Test
    void keepsWhatIsBehindAMarkUntilTheNextAttemptHasBegun() throws IOException {
        StringBuilder second = new StringBuilder();
        TaskOutputReader reader = new TaskOutputReader(MARK, 1000, log::append);
        reader.begin(List.of(log::append, second::append), SecretValues.NONE);
        InputStream in = stream("one" + mark(7) + "two\n", 1000);
        assertTrue(reader.read(in));
        assertFalse(reader.read(in));
        assertEquals("", second.toString());
        reader.goOn();
        assertTrue(reader.read(in));
        assertEquals("two\n", second.toString());
    }

    @Test
    void keepsSoMuchAndSaysHowMuchItLeftOut() throws IOException {
        read(100, stream("x".repeat(1_000_000) + mark(7), 10_000));
        assertTrue(log.toString().startsWith("x".repeat(100) + "\n… 999900 bytes of output left out"), log.toString());
    }

    @Test
    void outlivesInvalidUtf8() throws IOException {
        byte[] bytes = {'a', (byte) 0xff, (byte) 0xc3, '\n'};
        TaskOutputReader reader = new TaskOutputReader(MARK, 100, log::append);
        reader.begin(List.of(log::append), SecretValues.NONE);
        marks = readAll(reader, new ByteArrayInputStream(bytes));
        assertEquals("a\ufffd\ufffd\n", log.toString());
    }

    @Test
    void takesSecretsOutEvenWhereTheyAreCutInTwo() throws IOException {
        SecretValues secrets = new SecretValues(Map.of("k", "s3cr3t-0815", "pem", "-----BEGIN\nabcdefghijkl\nEND"));
        String text = "x".repeat(50_000) + "s3cr3t-0815 " + "y".repeat(50_000) + "\nabcdefghijkl\ns3cr3t-081";
        for (int step : new int[] {1, 7, 10_000, 1_000_000}) {
            log.setLength(0);
            TaskOutputReader reader = new TaskOutputReader(MARK, 1_000_000, log::append);
            reader.begin(List.of(log::append), secrets);
            marks = readAll(reader, stream(text + mark(7), step));
            String expected = "x".repeat(50_000) + "*** " + "y".repeat(50_000) + "\n***\ns3cr3t-081";
            assertEquals(expected, log.toString());
        }
    }

    private void read(long maxBytes, InputStream in) throws IOException {
        TaskOutputReader reader = new TaskOutputReader(MARK, maxBytes, log::append);
        reader.begin(List.of(log::append), SecretValues.NONE);
        marks = readAll(reader, in);
    }

    /** As a call goes whose attempts end one after the other. */
    private static int readAll(TaskOutputReader reader, InputStream in) throws IOException {
        int marks = 0;
        while (reader.read(in)) {
            if (reader.hasEnded()) {
                marks++;
                reader.goOn();
            }
        }
        reader.end();
        return marks;
    }

    private static String mark(long call) {
        return "\u001e" + MARK + " " + call + "\n";
    }

    private static InputStream stream(String text, int atATime) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, atATime));
            }
        };
    }
}
