package dev.beworkflows.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the packages that the tasks need: names with versions, from the index that the server is set up with and from nowhere else. */
final class RequirementsReader {

    private static final String EXPECTED = "a package, like 'pandas' or 'pandas>=2,<3'";
    private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*$");
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*\\s*([\\[(<>=!~;].*)?");

    private final int most;

    RequirementsReader(int most) {
        this.most = most;
    }

    List<String> read(Place place) {
        List<String> lines = new ArrayList<>();
        if (place.node().isTextual()) {
            int number = 0;
            for (String line : place.node().textValue().lines().toList()) {
                number++;
                add(lines, line, place, "line " + number + ": ");
            }
        } else if (place.isAbsent() || place.node().isArray()) {
            for (Place element : place.elements()) {
                element.text().ifPresent(line -> add(lines, line, element, ""));
            }
        } else {
            place.refuseKind("a list of strings, or one string of lines");
        }
        if (lines.size() > most) {
            place.refuse(
                    "there are " + lines.size() + " requirements, more than the limit 'requirements'",
                    "at most " + most);
        }
        return lines;
    }

    private static void add(List<String> lines, String line, Place place, String where) {
        String requirement = COMMENT.matcher(line).replaceFirst("").strip();
        if (requirement.isEmpty()) {
            return;
        }
        if (Texts.hasControls(requirement)) {
            place.refuse(where + "the requirement holds a control character", "one package to a line");
        } else if (requirement.startsWith("-")) {
            place.refuse(where + "options of pip are not allowed", EXPECTED);
        } else if (requirement.contains("://")) {
            place.refuse(where + "addresses are not allowed", EXPECTED);
        } else if (!FORM.matcher(requirement).matches()) {
            place.refuse(where + Texts.quoted(requirement) + " does not name a package", EXPECTED);
        }
        lines.add(requirement);
    }
}
