package dev.beworkflows.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** The {@code postmaster.pid} in which PostgreSQL says who it is and, in line 8, how far it has come. */
record PostmasterFile(Path path) {
    private static final int STATUS_LINE = 7;

    static PostmasterFile in(Path data) {
        return new PostmasterFile(data.resolve("postmaster.pid"));
    }

    boolean saysReady() throws IOException {
        List<String> lines = lines();
        return lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
    }

    OptionalLong processId() throws IOException {
        List<String> lines = lines();
        boolean number = !lines.isEmpty() && lines.get(0).strip().matches("[0-9]{1,18}");
        return number ? OptionalLong.of(Long.parseLong(lines.get(0).strip())) : OptionalLong.empty();
    }

    private List<String> lines() throws IOException {
        try {
            // ISO 8859-1 cannot fail on a folder's name, which is in line 2
            return Files.readAllLines(path, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
