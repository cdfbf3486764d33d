package dev.beworkflows.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.task.SecretValues;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputTailTest {

    private final OutputTail tail = new OutputTail();

    private void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        tail.add(bytes, 0, bytes.length);
    }

    @Test
    void keepsTheLastLines() {
        for (int i = 0; i < 10_000; i++) {
            add("line " + i + "\n");
        }
        String text = tail.text(SecretValues.NONE);
        assertTrue(text.endsWith("line 9998\nline 9999"), text);
        assertEquals(20, text.lines().count());
    }

    @Test
    void aLineWithoutEndIsCut() {
        add("x".repeat(100_000));
        add("end");
        String text = tail.text(SecretValues.NONE);
        assertTrue(text.endsWith("xend") && text.length() <= 2048, "length " + text.length());
    }

    @Test
    void nothingOfTheCallBeforeIsLeft() {
        add("theirs");
        tail.clear();
        add("mine");
        assertEquals("mine", tail.text(SecretValues.NONE));
    }

    @Test
    void aSecretIsMaskedAlsoWhereItIsCutInTwo() {
        String secret = "0123456789abcdefghij".repeat(5);
        SecretValues secrets = new SecretValues(Map.of("key", secret));
        for (int shift = 0; shift < 2 * secret.length(); shift++) {
            tail.clear();
            add("y".repeat(shift));
            for (int i = 0; i < 400; i++) {
                add(secret);
            }
            assertEquals("", tail.text(secrets), "what begins before can be anything");
            add("\nlast " + secret);
            assertEquals("last ***", tail.text(secrets));
        }
    }

    @Test
    void nothingIsCutFromWhatIsShort() {
        SecretValues secrets = new SecretValues(Map.of("key", "0123456789abcdefghij"));
        add("it is 0123456789abcdefghij");
        assertEquals("it is ***", tail.text(secrets));
    }
}
