package dev.beworkflows.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An account of the machine. It has to have a name, since initdb refuses a user id without one. */
record SystemUser(String name, int id, int groupId) {
    private static final Path PASSWD = Path.of("/etc/passwd");

    /** The effective user id of this process. */
    static int current() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("Uid:"))
                    .map(line -> Integer.valueOf(line.split("\\s+", -1)[2]))
                    .findFirst()
                    .orElseThrow(() -> new IOException("/proc/self/status has no Uid"));
        }
    }

    /** The account {@code postgres}, else {@code nobody}. */
    static Optional<SystemUser> unprivileged() throws IOException {
        List<SystemUser> users;
        // ISO 8859-1 cannot fail on somebody's name in an old encoding
        try (Stream<String> lines = Files.lines(PASSWD, StandardCharsets.ISO_8859_1)) {
            users = lines.map(line -> line.split(":", -1))
                    .filter(fields ->
                            fields.length > 3 && fields[2].matches("[0-9]{1,9}") && fields[3].matches("[0-9]{1,9}"))
                    .map(fields -> new SystemUser(fields[0], Integer.parseInt(fields[2]), Integer.parseInt(fields[3])))
                    .filter(user -> user.id() != 0)
                    .toList();
        }
        return Stream.of("postgres", "nobody")
                .flatMap(name -> users.stream().filter(user -> user.name().equals(name)))
                .findFirst();
    }
}
