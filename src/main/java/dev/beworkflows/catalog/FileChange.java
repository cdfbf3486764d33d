package dev.beworkflows.catalog;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What became of one file of a workflow's folder between two versions.
 *
 * @param diff as {@code diff -u} and Git write it
 */
public record FileChange(String path, Kind kind, String diff) {

    private static final int CONTEXT_LINES = 3;
    private static final String NOTHING = "/dev/null";
    private static final String NO_NEWLINE = "\n\\ No newline at end of file";

    public enum Kind {
        ADDED,
        REMOVED,
        MODIFIED;

        /** As it stands in JSON. */
        public String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * All that changed, by path. Takes time with large files, so not on an event loop.
     *
     * @param from text by path, likewise {@code to}
     */
    public static List<FileChange> between(Map<String, String> from, Map<String, String> to) {
        TreeSet<String> paths = new TreeSet<>(from.keySet());
        paths.addAll(to.keySet());
        List<FileChange> changes = new ArrayList<>();
        for (String path : paths) {
            String before = from.get(path);
            String after = to.get(path);
            if (before == null || !before.equals(after)) {
                changes.add(change(path, before, after));
            }
        }
        return changes;
    }

    private static FileChange change(String path, @Nullable String before, @Nullable String after) {
        Kind kind = before == null ? Kind.ADDED : after == null ? Kind.REMOVED : Kind.MODIFIED;
        List<String> oldLines = lines(before);
        List<String> diff = UnifiedDiffUtils.generateUnifiedDiff(
                before == null ? NOTHING : "a/" + path,
                after == null ? NOTHING : "b/" + path,
                oldLines,
                DiffUtils.diff(oldLines, lines(after)),
                CONTEXT_LINES);
        String text = diff.isEmpty() ? "" : String.join("\n", diff) + "\n";
        return new FileChange(path, kind, kind == Kind.MODIFIED ? text : withEmptySide(text));
    }

    /** The library counts the lines of an empty file from 1, the format from 0. */
    private static String withEmptySide(String diff) {
        return diff.replaceFirst("@@ -1,0 ", "@@ -0,0 ").replaceFirst(" \\+1,0 @@", " +0,0 @@");
    }

    /** The last one says so when it does not end. */
    private static List<String> lines(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        int last = lines.size() - 1;
        if (lines.get(last).isEmpty()) {
            lines.remove(last);
        } else {
            lines.set(last, lines.get(last) + NO_NEWLINE);
        }
        return lines;
    }
}
