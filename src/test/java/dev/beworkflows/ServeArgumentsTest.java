package dev.beworkflows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ServeArgumentsTest {

    @Test
    void everyOptionIsUnderstoodAsByTheCommandLine() {
        for (Setting setting : Setting.values()) {
            assertAsTheCommandLine("serve", setting.option(), "some value=1");
            assertAsTheCommandLine("serve", setting.option() + "=a=b");
        }
    }

    @Test
    void severalOptionsAreUnderstoodAsByTheCommandLine() {
        assertAsTheCommandLine("serve", "--port", "0", "--data=x y", "--python", "\"quoted\"");
    }

    @Test
    void withoutOptionsThereAreNone() {
        assertEquals(Optional.of(Map.of()), ServeArguments.plain(new String[] {"serve"}));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "check serve",
                "serve --help",
                "serve -h",
                "serve --version",
                "serve --port",
                "serve --port 1 --data",
                "serve --por 1",
                "serve --unknown 1",
                "serve --port 1 --port 2",
                "serve --port --data x",
                "serve --port= --data x",
                "serve --port 1 more",
                "serve -- --port 1",
                "serve --data @file",
                "--help",
                "help serve"
            })
    void everythingElseIsLeftToTheCommandLine(String typed) {
        String[] arguments = typed.isEmpty() ? new String[0] : typed.split(" ", -1);
        assertEquals(Optional.empty(), ServeArguments.plain(arguments));
    }

    private static void assertAsTheCommandLine(String... arguments) {
        CommandLine.ParseResult parsed =
                Commands.commandLine().parseArgs(arguments).subcommand();
        Map<Setting, String> expected = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            String value = parsed.matchedOptionValue(setting.option(), null);
            if (value != null) {
                expected.put(setting, value);
            }
        }
        assertEquals(Optional.of(expected), ServeArguments.plain(arguments));
    }
}
