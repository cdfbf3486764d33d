package dev.beworkflows.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** As whom PostgreSQL's programs run: they refuse to run as root. */
sealed interface PostgresAccount {
    /** The command that runs a program as this account, in the same process. */
    List<String> command(List<String> program);

    /** For the log and for operators. */
    String words();

    /** Gives this account what it needs; a data directory that another account used before changes hands. */
    void handOver(PostgresFolder folder) throws IOException;

    /** The server's own account, which is not root. */
    record Own() implements PostgresAccount {
        @Override
        public List<String> command(List<String> program) {
            return program;
        }

        @Override
        public String words() {
            return "the server's own account";
        }

        @Override
        public void handOver(PostgresFolder folder) {}
    }

    /** Root in a user namespace of its own without any mapping: to the files still their owner, to itself a nobody without privileges. */
    record RootWithoutPrivileges() implements PostgresAccount {
        @Override
        public List<String> command(List<String> program) {
            return Stream.concat(Stream.of("unshare", "-U"), program.stream()).toList();
        }

        @Override
        public String words() {
            return "root without privileges";
        }

        @Override
        public void handOver(PostgresFolder folder) throws IOException {
            own(folder, 0, 0);
        }
    }

    /** An unprivileged account of the system, where root may not make user namespaces, as in a container with the usual limits. */
    record Other(SystemUser user) implements PostgresAccount {
        @Override
        public List<String> command(List<String> program) {
            Stream<String> prefix = Stream.of(
                    "setpriv", "--reuid=" + user.id(), "--regid=" + user.groupId(), "--clear-groups", "--no-new-privs");
            return Stream.concat(prefix, program.stream()).toList();
        }

        @Override
        public String words() {
            return user.name() + " (uid " + user.id() + ")";
        }

        @Override
        public void handOver(PostgresFolder folder) throws IOException {
            // to pass through is enough: what lies inside has permissions of its own
            Path unused = Files.setPosixFilePermissions(folder.path(), PosixFilePermissions.fromString("rwx--x--x"));
            own(folder, user.id(), user.groupId());
        }
    }

    private static void own(PostgresFolder folder, int userId, int groupId) throws IOException {
        for (Path path : List.of(folder.data(), folder.newData(), folder.password())) {
            if (Files.exists(path)) {
                FileTrees.own(path, userId, groupId);
            }
        }
    }
}
