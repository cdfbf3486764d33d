package dev.beworkflows;

import dev.beworkflows.cli.ServerOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The settings as text from environment and command line, read into types; problems are collected, so that all are reported at once. */
final class SettingValues {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final Pattern BYTES = Pattern.compile("(\\d{1,12})(B|KiB|MiB|GiB)?");
    private static final Pattern RANGE = Pattern.compile("(\\d{1,9})(?:\\.\\.(\\d{1,9}))?");
    private static final String PREFIX = "BEW_";

    /** What the commands read that talk to a server. */
    private static final Set<String> OF_CLIENTS = Set.of(ServerOptions.SERVER, ServerOptions.KEY);

    private final Map<Setting, String> texts = new EnumMap<>(Setting.class);
    private final List<String> problems = new ArrayList<>();

    /** @param options of the command line, by setting; they come before the environment */
    SettingValues(Map<String, String> environment, Map<Setting, String> options) {
        for (Setting setting : Setting.values()) {
            String fromEnvironment = environment.getOrDefault(setting.variable(), setting.defaultText());
            texts.put(setting, options.getOrDefault(setting, fromEnvironment));
        }
        environment.keySet().stream()
                .filter(SettingValues::isUnknown)
                .sorted()
                .forEach(name -> problems.add(name + ": there is no such setting; see 'serve --help'"));
    }

    /** All that is wrong, a line each; empty when all is well. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    void problem(Setting setting, String message) {
        problems.add(setting.variable() + " (" + setting.option() + "): " + message);
    }

    String text(Setting setting) {
        return texts.getOrDefault(setting, "");
    }

    int number(Setting setting, int least, int most) {
        String text = text(setting);
        if (text.matches("\\d{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        expected(setting, "a number from " + least + " to " + most);
        return least;
    }

    /** Empty when it is left to the server. */
    OptionalInt numberOrAuto(Setting setting, int least, int most) {
        return text(setting).equals("auto") ? OptionalInt.empty() : OptionalInt.of(number(setting, least, most));
    }

    /** From a number to one that is not smaller. */
    record Range(int least, int most) {}

    /** A range such as {@code 2..8}, or a number. */
    Range range(Setting setting, int least, int most) {
        Matcher matcher = RANGE.matcher(text(setting));
        if (matcher.matches()) {
            int from = Integer.parseInt(matcher.group(1));
            int to = matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2));
            if (from >= least && to >= from && to <= most) {
                return new Range(from, to);
            }
        }
        expected(setting, "a number from " + least + " to " + most + ", or a range such as 2..8");
        return new Range(least, least);
    }

    boolean flag(Setting setting) {
        String text = text(setting);
        if (!text.equals("true") && !text.equals("false")) {
            expected(setting, "true or false");
        }
        return text.equals("true");
    }

    Duration duration(Setting setting) {
        Matcher matcher = DURATION.matcher(text(setting));
        if (matcher.matches()) {
            Duration duration = duration(Long.parseLong(matcher.group(1)), matcher.group(2));
            if (!duration.isZero()) {
                return duration;
            }
        }
        expected(setting, "a time above 0 such as 500ms, 30s, 5m or 1h");
        return Duration.ofSeconds(1);
    }

    /** Empty when it is {@code off}. */
    Optional<Duration> durationOrOff(Setting setting) {
        return text(setting).equals("off") ? Optional.empty() : Optional.of(duration(setting));
    }

    /** Empty when it is left to the server. */
    OptionalLong bytesOrAuto(Setting setting, long least, long most) {
        return text(setting).equals("auto") ? OptionalLong.empty() : OptionalLong.of(bytes(setting, least, most));
    }

    long bytes(Setting setting, long least, long most) {
        Matcher matcher = BYTES.matcher(text(setting));
        if (matcher.matches()) {
            long bytes = Long.parseLong(matcher.group(1)) * unit(matcher.group(2));
            if (bytes >= least && bytes <= most) {
                return bytes;
            }
        }
        expected(setting, "a size from " + least + " to " + most + " bytes such as 65536, 64KiB, 10MiB or 1GiB");
        return least;
    }

    private void expected(Setting setting, String what) {
        problem(setting, "expected " + what + ", got '" + (setting.isSecret() ? "…" : text(setting)) + "'");
    }

    private static boolean isUnknown(String variable) {
        return variable.startsWith(PREFIX)
                && !OF_CLIENTS.contains(variable)
                && Arrays.stream(Setting.values())
                        .noneMatch(setting -> setting.variable().equals(variable));
    }

    private static Duration duration(long count, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
    }

    private static long unit(@org.jspecify.annotations.Nullable String unit) {
        if (unit == null || unit.equals("B")) {
            return 1;
        }
        return switch (unit) {
            case "KiB" -> 1L << 10;
            case "MiB" -> 1L << 20;
            default -> 1L << 30;
        };
    }
}
