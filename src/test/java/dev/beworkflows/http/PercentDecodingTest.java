package dev.beworkflows.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.beworkflows.schema.NamedText;
import java.net.URLEncoder;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PercentDecodingTest {

    @Test
    void readsNamesAndValuesInOrder() {
        assertEquals(
                List.of(
                        new NamedText("a", "1"),
                        new NamedText("b", ""),
                        new NamedText("a", "2=3"),
                        new NamedText("", "x")),
                query("a=1&b&&a=2=3&=x&"));
        assertEquals(List.of(), query(""));
    }

    @Test
    void decodesEscapesPlusAndRawUtf8() {
        assertEquals(List.of(new NamedText("a b", "ü +")), query("a+b=%C3%bc%20%2B"));
        String raw = new String("ä=€".getBytes(UTF_8), ISO_8859_1);
        assertEquals(List.of(new NamedText("ä", "€")), query(raw));
    }

    @Test
    void whatIsEncodedComesBackForAnyText() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            String text = text(random);
            String encoded = URLEncoder.encode(text, UTF_8);
            assertEquals(List.of(new NamedText(text, text)), query(encoded + "=" + encoded));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=%",
                "a=%4",
                "a=%zz",
                "%=1",
                "a=%C3",
                "a=%ff",
                "a=%C0%80",
                "a=%ED%A0%80",
                "a=%00",
                "a=1&b=%4",
                "a=%+1",
                "a=\u00ff"
            })
    void refusesWhatOthersRepair(String query) {
        Problem problem =
                assertThrows(ProblemException.class, () -> query(query)).problem();
        assertEquals(ApiError.MALFORMED_REQUEST, problem.error());
        assertEquals("query", problem.members().get("errors").get(0).get("in").asText());
    }

    @Test
    void namesEveryPlaceAtOnce() {
        Problem problem = assertThrows(ProblemException.class, () -> query("a=%zz&b=1&c=%ff"))
                .problem();
        var errors = problem.members().get("errors");
        assertEquals(2, errors.size());
        assertEquals("a", errors.get(0).get("name").asText());
        assertEquals("no percent escape at byte 2", errors.get(0).get("message").asText());
        assertEquals("c", errors.get(1).get("name").asText());
    }

    @Test
    void refusesMoreNamesThanTheLimit() {
        assertEquals(3, PercentDecoding.query("a&b&c", 3).size());
        Problem problem = assertThrows(ProblemException.class, () -> PercentDecoding.query("a&b&c", 2))
                .problem();
        assertEquals(ApiError.CONTENT_TOO_LARGE, problem.error());
    }

    @Test
    void readsFormsLikeQueries() {
        assertEquals(List.of(new NamedText("ü", "1 2")), PercentDecoding.form("ü=1+2".getBytes(UTF_8), 10));
    }

    private static List<NamedText> query(String query) {
        return PercentDecoding.query(query, 1_000);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder("x");
        for (int i = random.nextInt(8); i > 0; i--) {
            int point = 1 + random.nextInt(0x10FFFF);
            text.appendCodePoint(point >= 0xD800 && point < 0xE000 ? ' ' : point);
        }
        return text.toString();
    }
}
