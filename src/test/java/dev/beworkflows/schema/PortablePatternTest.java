package dev.beworkflows.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortablePatternTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "[a-z]{1,4} ^(?:[a-z]{1,4})$",
                "\\d+ ^(?:[0-9]+)$",
                "[\\d.]+ ^(?:[0-9.]+)$",
                "a.c ^(?:a[^\\n]c)$",
                "(?:a|b)\\. ^(?:(?:a|b)\\.)$",
                "\\W ^(?:[^0-9A-Za-z_])$"
            })
    void saysTheSameInWordsThatAllKnow(String regex, String portable) {
        assertEquals(Optional.of(portable), PortablePattern.of(regex));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?i)a",
                "(?P<x>a)",
                "\\pL",
                "\\Qa",
                "\\Aa",
                "a\\z",
                "[[:alpha:]]",
                "[\\D]",
                "ä",
                "a{",
                "a]",
                "[]a]"
            })
    void isSilentAboutWhatOnlyRe2Has(String regex) {
        assertEquals(Optional.empty(), PortablePattern.of(regex));
    }

    @Test
    void takesTheSameTexts() {
        List<String> texts = List.of("", "a", "1", "٣", "a\n", "\u00a0", " ", "_", "A-1", "é", "{", "]");
        for (String regex : List.of("\\d", "\\w+", "\\s", ".", "[^a]", "\\S", "[A-Z]-\\d", "\\{", "a|1", "[\\w-]+")) {
            Pattern re2 = Pattern.compile(regex);
            java.util.regex.Pattern other = java.util.regex.Pattern.compile(
                    PortablePattern.of(regex).orElseThrow(), java.util.regex.Pattern.UNIX_LINES);
            for (String text : texts) {
                assertEquals(re2.matches(text), other.matcher(text).matches(), regex + " on '" + text + "'");
            }
        }
    }
}
