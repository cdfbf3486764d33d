package dev.beworkflows.environments;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beworkflows.disk.FolderTree;
import dev.beworkflows.environments.Resolution.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Finds out what a workflow gets for what it asks for. Blocks: asking an interpreter takes some 100 ms, asking an index seconds. */
final class Resolver {

    private static final Duration ASKING = Duration.ofSeconds(60);
    private static final int NOT_SATISFIED = 3;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Interpreters interpreters;
    private final Commands commands;
    private final Duration limit;
    private final Path temporary;

    /** @param temporary a folder for files that are gone when the answer is there */
    Resolver(Interpreters interpreters, Commands commands, Duration limit, Path temporary) {
        this.interpreters = interpreters;
        this.commands = commands;
        this.limit = limit;
        this.temporary = temporary;
    }

    Resolution resolve(EnvironmentSpec spec) throws IOException, InterruptedException {
        Optional<Interpreter> python = interpreters.find(spec.python());
        if (python.isEmpty()) {
            return new Resolution.Refused(List.of(noSuchPython(spec.python().orElse(""), interpreters)));
        }
        Requirements requirements = new Requirements(spec.requirements());
        List<Finding> unfit = requirements.unfit();
        if (!unfit.isEmpty()) {
            return new Resolution.Refused(unfit);
        }
        if (isSatisfied(python.get(), spec.requirements())) {
            boolean isDefault = python.get().equals(interpreters.byDefault());
            return new Resolution.Base(isDefault ? Optional.empty() : Optional.of(Environment.of(python.get())));
        }
        Path folder = Files.createTempDirectory(temporary, "resolve-");
        try {
            return resolved(python.get(), requirements, spec.requirements(), folder);
        } finally {
            FolderTree.remove(folder);
        }
    }

    static Finding noSuchPython(String wanted, Interpreters interpreters) {
        return new Finding(
                "/python", "there is no Python " + wanted + " on this server", "one of " + interpreters.inWords());
    }

    /** An interpreter that cannot tell has not got it. */
    private boolean isSatisfied(Interpreter python, List<String> requirements)
            throws IOException, InterruptedException {
        if (requirements.isEmpty()) {
            return true;
        }
        ToolProcess.End end =
                run(python, commands.satisfied(python, JSON.writeValueAsString(requirements)), temporary, ASKING);
        if (!end.succeeded() && end.exitCode() != NOT_SATISFIED) {
            throw new IOException("'" + python.executable() + "' does not tell which packages it has: "
                    + ToolWords.failure(end, ASKING));
        }
        return end.succeeded();
    }

    private Resolution resolved(Interpreter python, Requirements requirements, List<String> lines, Path folder)
            throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("requirements.txt"), String.join("\n", lines) + "\n");
        Path report = folder.resolve("resolved");
        ToolProcess.End end = run(python, commands.resolve(python, file, report), folder, limit);
        if (!end.succeeded()) {
            return new Resolution.Refused(
                    requirements.blamed(ToolWords.failure(end, limit).replace(file.toString(), Requirements.FILE)));
        }
        List<Pin> pins = commands.isUv() ? Pins.ofUv(report) : Pins.ofPip(report);
        return new Resolution.Locked(new Lock(python.minor(), pins));
    }

    private ToolProcess.End run(Interpreter python, List<String> words, Path directory, Duration time)
            throws IOException, InterruptedException {
        ToolProcess.Command command =
                new ToolProcess.Command(python.executable(), words, commands.environment(), directory);
        return ToolProcess.run(command, time, commands.mask(), line -> {});
    }
}
