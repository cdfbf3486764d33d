package dev.beworkflows.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
            for (PostgresAccount candidate : candidates(FileTrees.userId(Path.of("/proc/self")))) {
                if (works(candidate)) {
                    candidate.handOver(folder);
                    return candidate;
                }
            }
        } catch (IOException e) {
            throw new PostgresStartException("no account for PostgreSQL can be found", e);
        }
        throw new PostgresStartException(
                "PostgreSQL cannot be run in " + folder.path() + ": " + String.join("; ", refusals)
                        + ". Run the server as a normal user, open the folders above to that account (chmod o+x), or give the server a database URL");
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
            refusals.add("as " + candidate + ": " + answer.output());
        }
        return answer.succeeded();
    }
}
