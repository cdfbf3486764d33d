package dev.beworkflows.environments;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One package in exactly one version.
 *
 * @param name normalized: lower case, {@code -} between its parts
 * @param hashes of files that it may be, such as {@code sha256:…}; sorted; empty: they are not known
 */
public record Pin(String name, String version, List<String> hashes) implements Comparable<Pin> {

    private static final String HASH = "--hash=";

    public Pin {
        name = normalized(name);
        hashes = hashes.stream().sorted().distinct().toList();
    }

    /** @throws IllegalArgumentException when the line is not what {@link #line} writes */
    public static Pin parse(String line) {
        List<String> words =
                new ArrayList<>(Stream.of(line.strip().split("\\s+", -1)).toList());
        String pin = words.remove(0);
        int equals = pin.indexOf("==");
        if (equals <= 0 || !words.stream().allMatch(word -> word.startsWith(HASH))) {
            throw new IllegalArgumentException("not a pin: " + line);
        }
        List<String> hashes =
                words.stream().map(word -> word.substring(HASH.length())).toList();
        return new Pin(pin.substring(0, equals), pin.substring(equals + 2), hashes);
    }

    /** As requirements files have it. */
    public String line() {
        StringBuilder line = new StringBuilder(name).append("==").append(version);
        hashes.forEach(hash -> line.append(' ').append(HASH).append(hash));
        return line.toString();
    }

    static String normalized(String name) {
        return name.replaceAll("[-_.]+", "-").toLowerCase(Locale.ROOT);
    }

    @Override
    public int compareTo(Pin other) {
        return line().compareTo(other.line());
    }
}
