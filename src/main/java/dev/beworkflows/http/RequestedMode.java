package dev.beworkflows.http;

import dev.beworkflows.workflow.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the caller waits: what the workflow says, unless the caller says otherwise with {@code Prefer} (RFC 7240). */
final class RequestedMode {

    private static final Pattern WAIT = Pattern.compile("(?i)\\s*wait\\s*=\\s*\"?(\\d{1,7})\"?\\s*(;.*)?");

    private RequestedMode() {}

    /** @param preferences the values of all {@code Prefer} headers; of two that contradict each other the first counts */
    static Mode of(Mode declared, List<String> preferences) {
        for (String header : preferences) {
            for (String preference : header.split(",", -1)) {
                String name = name(preference);
                if (name.equals("respond-async")) {
                    return Mode.BACKGROUND;
                }
                if (name.equals("wait")) {
                    return Mode.FOREGROUND;
                }
            }
        }
        return declared;
    }

    /** How long the caller wants to wait at most: {@code wait=N}, seconds. What is no number is ignored, as RFC 7240 asks. */
    static Optional<Duration> patience(List<String> preferences) {
        for (String header : preferences) {
            for (String preference : header.split(",", -1)) {
                Matcher wait = WAIT.matcher(preference);
                if (wait.matches()) {
                    return Optional.of(Duration.ofSeconds(Long.parseLong(wait.group(1))));
                }
            }
        }
        return Optional.empty();
    }

    private static String name(String preference) {
        int end = 0;
        while (end < preference.length() && preference.charAt(end) != ';' && preference.charAt(end) != '=') {
            end++;
        }
        return preference.substring(0, end).strip().toLowerCase(Locale.ROOT);
    }
}
