package dev.beworkflows.postgres;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads database URLs; not {@link java.net.URI}, which has no host for names with an underscore and quotes its whole input in errors. */
final class DatabaseUrl {
    private static final int DEFAULT_PORT = 5432;
    private static final Pattern SCHEME = Pattern.compile("postgres(ql)?://.*", Pattern.DOTALL);
    private static final Pattern FORM = Pattern.compile("postgres(?:ql)?://"
            + "(?<user>[^:@/?#]+)(?::(?<password>[^:@/?#]*))?@"
            + "(?:\\[(?<ipv6>[0-9A-Fa-f:.%]+)]|(?<host>[^:@/?#\\[\\]\\s]+))(?::(?<port>[0-9]+))?"
            + "/(?<database>[^/?#]+)(?:\\?(?<options>[^#]*))?");

    private DatabaseUrl() {}

    static DatabaseAddress parse(String url) {
        if (!SCHEME.matcher(url).matches()) {
            throw problem("must start with postgresql://");
        }
        Matcher parts = FORM.matcher(url);
        if (!parts.matches()) {
            throw problem(
                    "must read postgresql://user:password@host:port/database, with special characters in user, password and"
                            + " database percent-encoded (@ is %40, : is %3A, / is %2F, ? is %3F, # is %23)");
        }
        return new DatabaseAddress(
                firstOf(parts.group("ipv6"), parts.group("host")),
                port(parts.group("port")),
                decode("database", parts.group("database")),
                decode("user", parts.group("user")),
                decode("password", firstOf(parts.group("password"), "")),
                sslMode(firstOf(parts.group("options"), "")));
    }

    private static int port(@Nullable String digits) {
        if (digits == null) {
            return DEFAULT_PORT;
        }
        if (digits.length() > 5) {
            throw problem("has a port outside 1 to 65535");
        }
        return Integer.parseInt(digits);
    }

    private static SslMode sslMode(String options) {
        SslMode mode = SslMode.PREFER;
        for (String option : options.isEmpty() ? new String[0] : options.split("&", -1)) {
            if (!option.startsWith("sslmode=")) {
                // not shown: it may be a password
                throw problem("has an unknown option: known is sslmode");
            }
            mode = SslMode.ofWord(option.substring("sslmode=".length()))
                    .orElseThrow(() -> problem("has an unknown sslmode: known are disable, prefer, require"));
        }
        return mode;
    }

    private static String decode(String what, String encoded) {
        try {
            // a plus sign means itself here, URLDecoder would make it a space
            return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // without the cause: its message quotes the value
            throw problem(
                    "has a % in its " + what + " that is not followed by two hexadecimal digits (% itself is %25)");
        }
    }

    private static String firstOf(@Nullable String value, @Nullable String otherwise) {
        return value != null ? value : otherwise != null ? otherwise : "";
    }

    private static IllegalArgumentException problem(String what) {
        return new IllegalArgumentException("the database URL " + what);
    }
}
