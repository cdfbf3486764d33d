package dev.beworkflows.access;

import java.util.Locale;

/** Which names in a {@code Host} header can only mean this machine. */
public final class Loopback {

    private Loopback() {}

    /** @param host a name or address, with or without a port */
    public static boolean isName(String host) {
        String name = withoutPort(host).toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.endsWith(".localhost") || name.equals("[::1]") || isIpv4(name);
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        boolean isPort = colon >= 0 && host.indexOf(']', colon) < 0;
        return isPort ? host.substring(0, colon) : host;
    }

    /** Exactly four numbers, the first 127: {@code 127.evil.example} is a name that anybody can own. */
    private static boolean isIpv4(String name) {
        String[] parts = name.split("\\.", -1);
        if (parts.length != 4 || !parts[0].equals("127")) {
            return false;
        }
        for (String part : parts) {
            if (part.isEmpty() || part.length() > 3 || !part.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return false;
            }
        }
        return true;
    }
}
