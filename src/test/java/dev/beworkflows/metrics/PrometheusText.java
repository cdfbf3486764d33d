package dev.beworkflows.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Prometheus' text format 0.0.4, read more strictly than Prometheus does: each family in one piece with its help and its type, no sample twice, histograms that add up. */
public final class PrometheusText {

    private static final Pattern HELP = Pattern.compile("# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)");
    private static final Pattern TYPE =
            Pattern.compile("# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram|summary)");
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? (\\S+)");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\"\\\\n])*)\"(,|$)");
    private static final Map<String, Set<String>> SUFFIXES = Map.of(
            "counter", Set.of(""),
            "gauge", Set.of(""),
            "histogram", Set.of("_bucket", "_sum", "_count"),
            "summary", Set.of("", "_sum", "_count"));

    /** All samples under one name. */
    public record Family(String name, String type, String help, Map<String, Double> samples) {}

    private final Map<String, Family> families = new LinkedHashMap<>();

    /** @throws AssertionError when it is not what it should be */
    public static PrometheusText parse(String text) {
        assertTrue(text.endsWith("\n"), "the last line has an end");
        PrometheusText parsed = new PrometheusText();
        String help = "";
        Family family = null;
        for (String line : text.split("\n")) {
            if (line.startsWith("# HELP ")) {
                help = line;
            } else if (line.startsWith("# TYPE ")) {
                family = parsed.begin(help, line);
                help = "";
            } else {
                assertNotNull(family, line);
                add(family, line);
            }
        }
        assertEquals("", help, "a help without a type");
        parsed.families.values().forEach(PrometheusText::check);
        return parsed;
    }

    public Map<String, Family> families() {
        return families;
    }

    /** The value of a sample, 0 when there is none: a counter that has not counted yet. @param labels like {@code a="b"}, in order of their names */
    public double value(String name, String... labels) {
        String key = name + "{" + String.join(",", labels) + "}";
        return families.values().stream()
                .filter(family -> name.startsWith(family.name()))
                .map(family -> family.samples().get(key))
                .filter(value -> value != null)
                .findFirst()
                .orElse(0.0);
    }

    private Family begin(String helpLine, String typeLine) {
        Matcher help = HELP.matcher(helpLine);
        Matcher type = TYPE.matcher(typeLine);
        assertTrue(help.matches(), helpLine + " before " + typeLine);
        assertTrue(type.matches(), typeLine);
        assertEquals(help.group(1), type.group(1));
        Family family = new Family(type.group(1), type.group(2), help.group(2), new LinkedHashMap<>());
        assertEquals(null, families.put(family.name(), family), "twice: " + family.name());
        return family;
    }

    private static void add(Family family, String line) {
        Matcher sample = SAMPLE.matcher(line);
        assertTrue(sample.matches(), line);
        String name = sample.group(1);
        assertTrue(name.startsWith(family.name()), line + " among " + family.name());
        String suffix = name.substring(family.name().length());
        assertTrue(SUFFIXES.get(family.type()).contains(suffix), line + " in a " + family.type());
        Map<String, String> labels = labels(sample.group(2), line);
        assertEquals(suffix.equals("_bucket"), labels.containsKey("le"), line);
        List<String> sorted = new ArrayList<>();
        labels.forEach((label, value) -> sorted.add(label + "=\"" + value + "\""));
        String key = name + "{" + String.join(",", sorted) + "}";
        assertEquals(null, family.samples().put(key, number(sample.group(3))), "twice: " + line);
    }

    private static Map<String, String> labels(String text, String line) {
        Map<String, String> labels = new TreeMap<>();
        String rest = text == null ? "" : text;
        while (!rest.isEmpty()) {
            Matcher label = LABEL.matcher(rest);
            assertTrue(label.lookingAt(), line);
            assertEquals(null, labels.put(label.group(1), label.group(2)), line);
            assertFalse(label.group(1).startsWith("__"), line);
            rest = rest.substring(label.end());
        }
        return labels;
    }

    /** As Go reads it. */
    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            case "NaN" -> Double.NaN;
            default -> {
                assertTrue(text.matches("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d+)?"), text);
                yield Double.parseDouble(text);
            }
        };
    }

    private static void check(Family family) {
        assertFalse(family.samples().isEmpty(), "no samples: " + family.name());
        boolean counts = family.type().equals("counter");
        assertEquals(counts, family.name().endsWith("_total"), family.name());
        family.samples().forEach((key, value) -> assertTrue(!counts || value >= 0, key + " " + value));
        if (family.type().equals("histogram")) {
            checkHistogram(family);
        }
    }

    /** Buckets come in order, grow, and end with all. */
    private static void checkHistogram(Family family) {
        Map<String, Double> last = new LinkedHashMap<>();
        Map<String, Double> bound = new LinkedHashMap<>();
        family.samples().forEach((key, value) -> {
            if (key.startsWith(family.name() + "_bucket")) {
                Matcher le = Pattern.compile(",?le=\"([^\"]+)\"").matcher(key);
                assertTrue(le.find(), key);
                String series = (key.substring(0, le.start()) + key.substring(le.end()))
                        .replace("_bucket{,", "_bucket{")
                        .replace("_bucket{", "_count{");
                assertTrue(value >= last.getOrDefault(series, 0.0), key);
                double upTo = number(le.group(1));
                assertTrue(upTo > bound.getOrDefault(series, Double.NEGATIVE_INFINITY), key);
                last.put(series, value);
                bound.put(series, upTo);
            }
        });
        assertFalse(last.isEmpty(), family.name());
        last.forEach((series, value) -> {
            assertEquals(Double.POSITIVE_INFINITY, bound.get(series), series);
            assertEquals(family.samples().get(series), value, series);
        });
    }
}
