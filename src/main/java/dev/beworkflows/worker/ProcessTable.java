package dev.beworkflows.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which process was started by which, and to which session it belongs, at one moment. */
final class ProcessTable {

    private static final int PARENT = 1;
    private static final int SESSION = 3;

    private final Map<Long, List<Long>> related = new HashMap<>();

    private ProcessTable() {}

    /** Takes some milliseconds. */
    static ProcessTable read() {
        ProcessTable table = new ProcessTable();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            processes.forEach(table::add);
        } catch (IOException | DirectoryIteratorException e) {
            return table; // without it what workers started is not counted
        }
        return table;
    }

    private void add(Path process) {
        try {
            String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", SESSION + 2);
            long pid = Long.parseLong(process.getFileName().toString());
            relate(Long.parseLong(fields[PARENT]), pid);
            relate(Long.parseLong(fields[SESSION]), pid);
        } catch (IOException e) {
            return; // it has ended
        }
    }

    private void relate(long to, long pid) {
        related.computeIfAbsent(to, none -> new ArrayList<>()).add(pid);
    }

    /** The process, its descendants, and what is left in their sessions when those between are gone. */
    List<Long> startedBy(long pid) {
        Set<Long> found = new LinkedHashSet<>();
        Deque<Long> open = new ArrayDeque<>(List.of(pid));
        while (!open.isEmpty()) {
            long next = open.removeFirst();
            if (found.add(next)) {
                open.addAll(related.getOrDefault(next, List.of()));
            }
        }
        return List.copyOf(found);
    }
}
