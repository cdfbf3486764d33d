package dev.beworkflows.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Columns for people; those of numbers are set to the right. */
public final class Table {

    private static final Pattern NUMBER = Pattern.compile("-?[0-9.]*");
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... heads) {
        rows.add(List.of(heads));
    }

    public void row(String... cells) {
        rows.add(List.of(cells));
    }

    public boolean isEmpty() {
        return rows.size() == 1;
    }

    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String padding = " ".repeat(width(column) - length(row.get(column)));
                line.append(isOfNumbers(column) ? padding + row.get(column) : row.get(column) + padding)
                        .append(GAP);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private boolean isOfNumbers(int column) {
        return rows.stream()
                .skip(1)
                .allMatch(row -> NUMBER.matcher(row.get(column)).matches());
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
