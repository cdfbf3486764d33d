package dev.beworkflows.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds by trying, as each can be forbidden in many ways, an account that can run PostgreSQL in a folder. */
final class AccountChoice {
    private static final int ROOT = 0;

    private final PostgresFolder folder;
    private final Path binaries;
    private final List<String> refusals = new ArrayList<>();

    AccountChoice(PostgresFolder folder, Path binaries) {
        this.folder = folder;
        this.binaries = binaries;
    }

    /** On return the account owns what it needs. */
    PostgresAccount choose() throws PostgresStartException {
        try {
            for (PostgresAccount candidate : candidates(SystemUser.current())) {
                if (works(candidate)) {
                    candidate.handOver(folder);
                    return candidate;
                }
            }
        } catch (IOException e) {
            throw new PostgresStartException("no account for PostgreSQL can be found", e);
        }
        throw new PostgresStartException("PostgreSQL cannot be run in " + folder.path() + ": "
                + String.join("; ", refusals) + ". Run the server as a normal user or give the server a database URL");
    }

    private List<PostgresAccount> candidates(int userId) throws IOException {
        if (userId != ROOT) {
            return List.of(new PostgresAccount.Own());
        }
        List<PostgresAccount> candidates = new ArrayList<>(List.of(new PostgresAccount.RootWithoutPrivileges()));
        SystemUser.unprivileged()
                .map(PostgresAccount.Other::new)
                .ifPresentOrElse(candidates::add, () -> refusals.add("there is no account named postgres or nobody"));
        return candidates;
    }

    /** Runs a program from the folder: this also finds closed parent folders, mounts without execution and another C library. */
    private boolean works(PostgresAccount candidate) throws IOException {
        if (candidate instanceof PostgresAccount.Other) {
            candidate.handOver(folder);
        }
        CleanProcess.Answer answer = CleanProcess.run(
                candidate.command(List.of(binaries.resolve("postgres").toString(), "--version")));
        if (!answer.succeeded()) {
            refusals.add("as " + candidate.words() + ": " + answer.output() + closedFolder(candidate));
        }
        return answer.succeeded();
    }

    /** The usual reason, and one that a program which cannot find its libraries does not say. */
    private String closedFolder(PostgresAccount candidate) throws IOException {
        for (@Nullable Path path = folder.path(); path != null; path = path.getParent()) {
            if (candidate instanceof PostgresAccount.Other
                    && !Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return " (" + path + " is closed to this account: chmod o+x " + path + ")";
            }
        }
        return "";
    }
}
