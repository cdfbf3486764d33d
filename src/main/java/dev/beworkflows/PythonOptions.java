package dev.beworkflows;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which Python a command uses. */
final class PythonOptions {

    @Option(
            names = "--python",
            paramLabel = "PYTHON",
            description = "The interpreter for tasks, 3.9 or newer; default: python3 [BEW_PYTHON]")
    private Optional<String> python = Optional.empty();

    Map<Setting, String> settings() {
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        python.ifPresent(command -> settings.put(Setting.PYTHON, command));
        return settings;
    }
}
