package dev.beworkflows.environments;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What pip and uv said when they failed, as short as it can be told. */
final class ToolWords {

    private static final int LONGEST = 1_500;
    private static final int LAST_LINES = 8;
    private static final String PIP = "ERROR: ";
    private static final String UV = "error: ";

    private ToolWords() {}

    static String failure(ToolProcess.End end, Duration limit) {
        String said = shortened(String.join("\n", essence(end.lines())));
        if (end.late()) {
            return "not done within " + inWords(limit) + (said.isEmpty() ? "" : ", at last it said: " + said);
        }
        return said.isEmpty() ? "ended with exit code " + end.exitCode() + " without a word" : said;
    }

    /** pip marks each line of an error, uv the first one. */
    private static List<String> essence(List<String> lines) {
        List<String> errors = new ArrayList<>();
        boolean uv = false;
        for (String line : lines) {
            uv = uv || line.startsWith(UV) || line.stripLeading().startsWith("×");
            if (line.startsWith(PIP)) {
                errors.add(line.substring(PIP.length()));
            } else if (uv) {
                errors.add(line.startsWith(UV) ? line.substring(UV.length()) : line.strip());
            }
        }
        return errors.isEmpty() ? lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()) : errors;
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    private static String inWords(Duration limit) {
        return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }
}
