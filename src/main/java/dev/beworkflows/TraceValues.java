package dev.beworkflows;

import dev.beworkflows.traces.TraceSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads where traces go. */
final class TraceValues {

    private static final Pattern HEADER = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+)=([\\x20-\\x7e]+)");
    private static final Pattern PART = Pattern.compile("0(\\.\\d{1,9})?|1(\\.0{1,9})?");

    private TraceValues() {}

    static Optional<TraceSettings> read(SettingValues values) {
        Map<String, String> headers = headers(values);
        double sample = sample(values);
        String endpoint = values.text(Setting.OTEL_ENDPOINT);
        return endpoint.isEmpty()
                ? Optional.empty()
                : Optional.of(new TraceSettings(address(values, endpoint), headers, sample, Version.current()));
    }

    private static URI address(SettingValues values, String text) {
        try {
            URI address = new URI(text);
            boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            if (http && address.getHost() != null && address.getQuery() == null && address.getFragment() == null) {
                return address;
            }
        } catch (URISyntaxException e) {
            // told below
        }
        values.problem(Setting.OTEL_ENDPOINT, "expected an address such as http://127.0.0.1:4318, got '" + text + "'");
        return URI.create("http://127.0.0.1");
    }

    private static double sample(SettingValues values) {
        String text = values.text(Setting.OTEL_SAMPLE);
        if (PART.matcher(text).matches()) {
            return Double.parseDouble(text);
        }
        values.problem(Setting.OTEL_SAMPLE, "expected a number from 0 to 1 such as 0.05, got '" + text + "'");
        return 1;
    }

    /** What is wrong is told without its value, which may be a credential. */
    private static Map<String, String> headers(SettingValues values) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String pair : values.text(Setting.OTEL_HEADERS).split(",", -1)) {
            Matcher header = HEADER.matcher(pair.strip());
            if (header.matches()) {
                headers.put(header.group(1), header.group(2));
            } else if (!pair.isBlank()) {
                values.problem(Setting.OTEL_HEADERS, "expected name=value, with commas between them");
            }
        }
        return headers;
    }
}
