package dev.beworkflows.http;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

    private static final StrictJson JSON = new StrictJson(HttpLimits.Json.DEFAULT, 10 << 20);

    @Test
    void readsEveryKindOfValue() {
        JsonNode json = parse("{\"a\": [1, 2.50, true, null, \"\\u00fc\\ud83d\\ude00\"], \"b\": {}}");
        assertEquals("{\"a\":[1,2.50,true,null,\"ü😀\"],\"b\":{}}", json.toString());
    }

    @Test
    void keepsEveryDigit() {
        assertEquals(
                new BigInteger("123456789012345678901234567890"),
                parse("123456789012345678901234567890").bigIntegerValue());
        assertEquals(
                new BigDecimal("0.10000000000000000000000000001"),
                parse("0.10000000000000000000000000001").decimalValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "{",
                "[1,]",
                "{\"a\":1,}",
                "{'a':1}",
                "{a:1}",
                "[1] x",
                "[1][2]",
                "nul",
                "NaN",
                "Infinity",
                "01",
                "+1",
                ".5",
                "1.",
                "\"\t\"",
                "/* c */ 1",
                "// c\n1",
                "# c\n1",
                "{\"a\":1,\"a\":2}",
                "\"\\x\"",
                "\"\\ud800\"",
                "\"\\udc00\\ud800\"",
                "\"\\u0000\"",
                "{\"\\u0000\":1}",
                "\ufeff1",
                "1e999999999",
                "1e-999999999",
                "-1e1001",
                "1e99999999999999999999",
                "[1e2147483648]"
            })
    void refusesWhatOnlyLooksLikeJson(String text) {
        assertRefused(text.getBytes(UTF_8));
    }

    @Test
    void refusesOtherEncodingsAndBrokenUtf8() {
        assertRefused("{\"a\":1}".getBytes(UTF_16));
        assertRefused(new byte[] {'"', (byte) 0xff, '"'});
        assertRefused(new byte[] {'"', (byte) 0xc0, (byte) 0x80, '"'});
        assertRefused(new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'});
    }

    @Test
    void acceptsAReplacementCharacterThatWasSent() {
        assertEquals("\uFFFD", parse("\"\uFFFD\"").textValue());
    }

    @Test
    void refusesWhatExceedsALimit() {
        assertEquals(1, parse("[".repeat(64) + "]".repeat(64)).size());
        assertRefused("[".repeat(65) + "]".repeat(65));
        assertRefused("[".repeat(100_000));
        assertRefused("1".repeat(1_001));
        assertRefused("9".repeat(1_000_000));
        assertRefused("{\"" + "n".repeat(50_001) + "\":1}");
        assertRefused("[" + "1,".repeat(1_000_000) + "1]");
        assertRefused(IntStream.range(0, 600_000)
                .mapToObj(i -> "\"" + i + "\":1")
                .collect(Collectors.joining(",", "{", "}")));
    }

    @Test
    void acceptsAStringAsLongAsTheBody() {
        assertEquals(
                9_000_000, parse('"' + "s".repeat(9_000_000) + '"').textValue().length());
    }

    @Test
    void namesLineAndColumnAndNoClass() {
        Problem problem = refusal("{\n  \"a\": 1,\n  \"a\": 2\n}".getBytes(UTF_8));
        String message = problem.members().get("errors").get(0).get("message").asText();
        assertTrue(message.startsWith("line 3, column "), message);
        assertTrue(message.contains("Duplicate field 'a'"), message);
    }

    private static JsonNode parse(String text) {
        return JSON.parse(text.getBytes(UTF_8));
    }

    private static void assertRefused(String text) {
        assertRefused(text.getBytes(UTF_8));
    }

    private static void assertRefused(byte[] bytes) {
        Problem problem = refusal(bytes);
        assertEquals(ApiError.MALFORMED_REQUEST, problem.error());
        String message = problem.members().toString();
        assertFalse(message.contains("jackson") || message.contains("Stream") || message.contains("REDACTED"), message);
        assertTrue(message.length() < 1_000, message);
    }

    private static Problem refusal(byte[] bytes) {
        return assertThrows(ProblemException.class, () -> JSON.parse(bytes)).problem();
    }
}
