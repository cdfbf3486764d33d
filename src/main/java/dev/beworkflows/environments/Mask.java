package dev.beworkflows.environments;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Takes user names and passwords of addresses out of what is shown. */
final class Mask {

    private static final String SHOWN = "***";
    private static final Pattern IN_ADDRESS = Pattern.compile("([A-Za-z][A-Za-z0-9+.\\-]*://)[^/\\s'\"]*@");
    private static final Pattern CREDENTIALS = Pattern.compile("[A-Za-z][A-Za-z0-9+.\\-]*://([^/\\s]*)@.*");
    private static final int SHORTEST = 4; // shorter ones are hidden in addresses only, else words would fall apart

    private final List<String> passwords;

    private Mask(List<String> passwords) {
        this.passwords = passwords;
    }

    /** @param addresses whose passwords are not to be shown, wherever they stand */
    static Mask of(Stream<String> addresses) {
        return new Mask(addresses
                .flatMap(address -> passwords(address).stream())
                .distinct()
                .filter(password -> password.length() >= SHORTEST)
                .sorted(Comparator.comparing(String::length).reversed())
                .toList());
    }

    String apply(String text) {
        String masked = IN_ADDRESS.matcher(text).replaceAll("$1" + SHOWN + "@");
        for (String password : passwords) {
            masked = masked.replace(password, SHOWN);
        }
        return masked;
    }

    private static List<String> passwords(String address) {
        return credentials(address)
                .map(credentials -> {
                    List<String> found = new ArrayList<>();
                    String password = credentials.substring(credentials.indexOf(':') + 1); // a token alone is one, too
                    found.add(password);
                    decoded(password).ifPresent(found::add);
                    return found;
                })
                .orElseGet(ArrayList::new);
    }

    private static Optional<String> credentials(String address) {
        Matcher matcher = CREDENTIALS.matcher(address);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static Optional<String> decoded(String text) {
        try {
            return Optional.of(URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
