package dev.beworkflows;

import dev.beworkflows.environments.EnvironmentSettings;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads how environments are built. */
final class EnvironmentValues {

    private EnvironmentValues() {}

    static EnvironmentSettings read(SettingValues values) {
        return new EnvironmentSettings(
                uv(values),
                new EnvironmentSettings.Sources(
                        wheels(values),
                        index(values),
                        values.flag(Setting.OFFLINE),
                        values.flag(Setting.BUILD_SOURCES)),
                values.number(Setting.ENVIRONMENT_BUILDS, 1, 64),
                new EnvironmentSettings.Times(
                        values.duration(Setting.ENVIRONMENT_RESOLVE),
                        values.duration(Setting.ENVIRONMENT_BUILD),
                        values.duration(Setting.KEEP_ENVIRONMENTS)));
    }

    private static Optional<String> uv(SettingValues values) {
        String uv = values.text(Setting.UV);
        if (uv.equals("none")) {
            return Optional.empty();
        }
        if (uv.equals("auto")) {
            String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
            return Stream.of(path.split(File.pathSeparator, -1))
                    .filter(folder -> folder.startsWith("/"))
                    .map(folder -> Path.of(folder, "uv"))
                    .filter(Files::isExecutable)
                    .map(Path::toString)
                    .findFirst();
        }
        if (!Files.isExecutable(Path.of(uv))) {
            values.problem(Setting.UV, "no such program: " + uv);
        }
        return Optional.of(Path.of(uv).toAbsolutePath().toString());
    }

    private static Optional<Path> wheels(SettingValues values) {
        Optional<Path> wheels = Optional.of(values.text(Setting.WHEELS))
                .filter(text -> !text.isEmpty())
                .map(text -> Path.of(text).toAbsolutePath().normalize());
        if (wheels.isPresent() && !Files.isDirectory(wheels.get())) {
            values.problem(Setting.WHEELS, "no such folder: " + wheels.get());
        }
        return wheels;
    }

    private static Optional<String> index(SettingValues values) {
        String index = values.text(Setting.INDEX_URL);
        if (index.isEmpty()) {
            return Optional.empty();
        }
        try {
            String scheme = Objects.requireNonNullElse(URI.create(index).getScheme(), "");
            if (!scheme.equals("https") && !scheme.equals("http") && !scheme.equals("file")) {
                values.problem(Setting.INDEX_URL, "expected an address that begins with https://, http:// or file://");
            }
        } catch (IllegalArgumentException e) {
            values.problem(
                    Setting.INDEX_URL, "expected an address; special characters in a password are written as %40");
        }
        return Optional.of(index);
    }
}
