package dev.beworkflows.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** PostgreSQL, ready to be started as often as it takes, always on the same port. */
final class PostgresProgram {
    private static final int STATUS_LINE = 7;
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);
    /** Recovery after a crash replays at most a few hundred MB; a start that takes longer than this is stuck. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final PostgresFolder folder;
    private final PostgresLog log;
    private final List<String> command;

    PostgresProgram(PostgresFolder folder, PostgresLog log, PostgresAccount account, Path binaries, int port) {
        this.folder = folder;
        this.log = log;
        List<String> program = List.of(
                binaries.resolve("postgres").toString(), "-D", folder.data().toString());
        this.command = account.command(
                Stream.concat(program.stream(), PostgresSettings.arguments(port, folder.marker()).stream())
                        .toList());
    }

    /** Clears what an earlier PostgreSQL left, and returns when this one takes connections. */
    RunningPostgres start() throws PostgresStartException {
        new Leftovers(folder).clear();
        try {
            log.mark();
            RunningPostgres running = new RunningPostgres(Leash.start(command, folder.data(), log.file()), folder);
            awaitReady(running);
            return running;
        } catch (IOException e) {
            throw new PostgresStartException("PostgreSQL cannot be started in " + folder.path(), e);
        }
    }

    PostgresLog log() {
        return log;
    }

    private void awaitReady(RunningPostgres running) throws IOException, PostgresStartException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (running.isAlive()) {
            if (saysReady()) {
                return;
            }
            if (System.nanoTime() > deadline || !Pause.of(LOOK_EVERY)) {
                running.stop();
            }
        }
        throw new PostgresStartException("PostgreSQL in " + folder.path() + " ended before it was ready:" + log.tail());
    }

    private boolean saysReady() throws IOException {
        try {
            // ISO 8859-1 cannot fail on a folder's name, which is in line 2
            List<String> lines = Files.readAllLines(folder.postmasterFile(), StandardCharsets.ISO_8859_1);
            return lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
