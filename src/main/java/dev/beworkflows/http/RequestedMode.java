package dev.beworkflows.http;

import dev.beworkflows.workflow.Mode;
import java.util.List;
import java.util.Locale;

/** Whether the caller waits: what the workflow says, unless the caller says otherwise with {@code Prefer} (RFC 7240). */
final class RequestedMode {

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

    private static String name(String preference) {
        int end = 0;
        while (end < preference.length() && preference.charAt(end) != ';' && preference.charAt(end) != '=') {
            end++;
        }
        return preference.substring(0, end).strip().toLowerCase(Locale.ROOT);
    }
}
