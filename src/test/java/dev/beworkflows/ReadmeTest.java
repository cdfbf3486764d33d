package dev.beworkflows;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README does not drift from the code. */
class ReadmeTest {

    private static final Pattern FILE = Pattern.compile("\\]\\(((?:src|python-shim)/[^)#]+)\\)");

    private final String readme = read();

    @Test
    void showsEverySettingWithItsDefault() {
        for (Setting setting : Setting.values()) {
            String row = row(setting);
            assertTrue(readme.contains(row), "the README lacks the row: " + row);
        }
    }

    @Test
    void pointsToFilesThatExist() {
        Matcher matcher = FILE.matcher(readme);
        int count = 0;
        while (matcher.find()) {
            assertTrue(Files.exists(Path.of(matcher.group(1))), matcher.group(1));
            count++;
        }
        assertTrue(count > 10, "links: " + count);
    }

    @Test
    void hasNoGaps() {
        for (String gap : new String[] {"CALL_FILES", "SETTINGS_TABLE", "IRIS_"}) {
            assertFalse(readme.contains(gap), gap);
        }
    }

    static String row(Setting setting) {
        String byDefault = setting.defaultText().isEmpty() ? "" : "`" + setting.defaultText() + "`";
        return "| `" + setting.variable() + "` | `" + setting.option() + "` | " + byDefault + " | "
                + setting.description() + " |";
    }

    private static String read() {
        try {
            return Files.readString(Path.of("README.md"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
