package dev.beworkflows.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a command writes: what it was asked for to standard output, everything else to standard error; as JSON when a script asks. */
public final class Terminal {

    private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");
    private static final ObjectWriter PRETTY = JsonMapper.builder()
            .build()
            .writer(new DefaultPrettyPrinter(Separators.createDefaultInstance()
                            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                            .withObjectEmptySeparator("")
                            .withArrayEmptySeparator(""))
                    .withArrayIndenter(LINES)
                    .withObjectIndenter(LINES));

    @Option(names = "--json", description = "Write JSON, for scripts.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and end.")
    @SuppressWarnings("UnusedVariable") // picocli looks at the option, not at the field
    private boolean help;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    public boolean isJson() {
        return json;
    }

    /** For what was asked for. */
    public void print(String line) {
        write(commandLine().getOut(), line);
    }

    /** For people only: what happens meanwhile, and what is wrong. */
    public void tell(String line) {
        write(commandLine().getErr(), line);
    }

    public void print(JsonNode node) {
        print(pretty(node));
    }

    /** JSON for people. */
    static String pretty(JsonNode node) {
        try {
            return PRETTY.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("this cannot be written as JSON", e);
        }
    }

    private CommandLine commandLine() {
        return Objects.requireNonNull(command, "a terminal belongs to a command")
                .commandLine();
    }

    private static synchronized void write(PrintWriter writer, String line) {
        writer.println(line);
        writer.flush();
    }
}
