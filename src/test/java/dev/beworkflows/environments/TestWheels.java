package dev.beworkflows.environments;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes wheel files, so that tests of environments need no index. */
public final class TestWheels {

    private TestWheels() {}

    /**
     * A package with one module that knows its version, and a script {@code <name>-version} that prints it.
     *
     * @param module such as {@code demo_pkg}
     * @param needs requirement lines of it
     */
    public static Path write(Path folder, String module, String version, String... needs) throws IOException {
        String info = module + "-" + version + ".dist-info/";
        Map<String, String> files = new LinkedHashMap<>();
        files.put(
                module + ".py",
                "VERSION = '" + version
                        + "'\n\n\ndef main():\n    print(VERSION)\n    print(__import__('sys').prefix)\n");
        files.put(
                info + "METADATA",
                "Metadata-Version: 2.1\nName: " + module.replace('_', '-') + "\nVersion: " + version + "\n"
                        + List.of(needs).stream()
                                .map(need -> "Requires-Dist: " + need + "\n")
                                .collect(Collectors.joining()));
        files.put(info + "WHEEL", "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
        files.put(
                info + "entry_points.txt",
                "[console_scripts]\n" + module.replace('_', '-') + "-version = " + module + ":main\n");
        String record = files.keySet().stream().map(name -> name + ",,\n").collect(Collectors.joining());
        files.put(info + "RECORD", record + info + "RECORD,,\n");
        Path wheel = Files.createDirectories(folder).resolve(module + "-" + version + "-py3-none-any.whl");
        try (OutputStream stream = Files.newOutputStream(wheel);
                ZipOutputStream zip = new ZipOutputStream(stream)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0)); // the same file has the same hash
                zip.putNextEntry(entry);
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return wheel;
    }
}
