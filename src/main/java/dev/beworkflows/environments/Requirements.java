package dev.beworkflows.environments;

import dev.beworkflows.environments.Resolution.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requirement lines: which may be handed to pip and uv, and which of them an error speaks of. */
final class Requirements {

    /** What the file is called in messages. */
    static final String FILE = "requirements";

    private static final String POINTER = "/requirements";
    private static final String EXPECTED = "a package that can be had, like 'pandas' or 'pandas>=2,<3'";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final Pattern OPTION = Pattern.compile("\\s(-\\S*)");
    private static final Pattern LINE = Pattern.compile("-r " + Requirements.FILE + " \\(line (\\d{1,6})\\)");
    private static final Pattern HASH = Pattern.compile("--hash=sha(256|384|512):[0-9a-f]+");

    private final List<String> lines;

    Requirements(List<String> lines) {
        this.lines = List.copyOf(lines);
    }

    /** Lines that say more than which package is wanted: options, variables, a second line. */
    List<Finding> unfit() {
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher options = OPTION.matcher(line);
            while (options.find()) {
                if (!HASH.matcher(options.group(1)).matches()) {
                    findings.add(finding(i, "'" + options.group(1) + "' is not allowed", "no option but --hash"));
                }
            }
            if (line.contains("$") || line.contains("\\") || !NAME.matcher(line).lookingAt()) {
                findings.add(finding(i, "'" + line + "' cannot be read", EXPECTED));
            }
        }
        return findings;
    }

    /** Each requirement that the message names, or all of them together. */
    List<Finding> blamed(String said) {
        String message = named(said);
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher name = NAME.matcher(lines.get(i));
            if (name.lookingAt() && isNamed(name.group(), message)) {
                findings.add(finding(i, message, EXPECTED));
            }
        }
        return findings.isEmpty() ? List.of(new Finding(POINTER, message, EXPECTED)) : findings;
    }

    /** pip names lines of the file, which nobody but us has seen. */
    private String named(String message) {
        return LINE.matcher(message).replaceAll(found -> {
            int line = Integer.parseInt(found.group(1));
            return Matcher.quoteReplacement(line >= 1 && line <= lines.size() ? lines.get(line - 1) : found.group());
        });
    }

    private static boolean isNamed(String name, String message) {
        String anySpelling = Pattern.quote(Pin.normalized(name)).replace("-", "\\E[-_.]+\\Q");
        return Pattern.compile("(?i)(?<![A-Za-z0-9._-])" + anySpelling + "(?![A-Za-z0-9_-]|\\.[A-Za-z])")
                .matcher(message)
                .find();
    }

    private static Finding finding(int index, String message, String expected) {
        return new Finding(POINTER + "/" + index, message, expected);
    }
}
