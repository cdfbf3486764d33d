package dev.beworkflows.environments;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Builds an environment from an index, in a process that tests can kill. */
final class BuildMain {

    private BuildMain() {}

    /** @param arguments folder, address of the index */
    public static void main(String[] arguments) throws Exception {
        EnvironmentSettings settings = TestEnvironments.settings(
                Optional.empty(),
                new EnvironmentSettings.Sources(Optional.empty(), Optional.of(arguments[1]), false, false),
                Duration.ofSeconds(60));
        try (TestEnvironments test = new TestEnvironments(Path.of(arguments[0]), settings)) {
            Lock lock = new Lock(TestEnvironments.PYTHON.minor(), List.of(new Pin("demo-pkg", "1.0", List.of())));
            System.out.println(test.build(lock));
        }
    }
}
