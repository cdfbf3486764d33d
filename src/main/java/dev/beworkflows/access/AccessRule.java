package dev.beworkflows.access;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a request may go on.
 *
 * <p>With a key: whoever sends it. Without one: only programs on this machine, which means no web page of another origin. A browser sends requests for any page that
 * it shows, so neither {@code Sec-Fetch-Site} nor {@code Origin} may name another site, and {@code Host} must be a loopback name: a foreign name that was rebound
 * to 127.0.0.1 stands there as it is.
 */
public final class AccessRule {

    /** Headers in lower case that carry credentials: never handed on, never logged. */
    public static final Set<String> CREDENTIAL_HEADERS =
            Set.of("authorization", "proxy-authorization", "cookie", "x-api-key");

    private static final Access ANYBODY = new Access.Granted(Optional.empty());
    private static final String BEARER = "Bearer ";

    private final Optional<ApiKey> key;

    /** @param key empty: no key is needed, and only programs on this machine may call */
    public AccessRule(Optional<ApiKey> key) {
        this.key = key;
    }

    /** @param host the request's host and port; null when none was sent */
    public Access check(RequestHeaders headers, @Nullable String host) {
        return key.isPresent() ? withKey(key.get(), headers) : fromThisMachine(headers, host);
    }

    private static Access withKey(ApiKey key, RequestHeaders headers) {
        String sent = sentKey(headers);
        if (sent == null) {
            return new Access.KeyNeeded("an API key is needed, as 'Authorization: Bearer <key>' or 'X-Api-Key: <key>'");
        }
        return key.matches(sent) ? ANYBODY : new Access.KeyNeeded("the API key is not known");
    }

    private static @Nullable String sentKey(RequestHeaders headers) {
        String authorization = headers.first("authorization");
        if (authorization == null) {
            return headers.first("x-api-key");
        }
        boolean bearer = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
        return bearer ? authorization.substring(BEARER.length()).strip() : null;
    }

    private static Access fromThisMachine(RequestHeaders headers, @Nullable String host) {
        if (host == null || !Loopback.isName(host)) {
            return new Access.ForeignPage(
                    "without an API key only this machine may call, under a loopback name such as localhost");
        }
        String site = headers.first("sec-fetch-site");
        if (site != null && !isOwnSite(site)) {
            return new Access.ForeignPage("a web page of another site may not call");
        }
        String origin = headers.first("origin");
        if (origin != null && !isOrigin(origin, host)) {
            return new Access.ForeignPage("a web page of another origin may not call");
        }
        return ANYBODY;
    }

    private static boolean isOwnSite(String site) {
        return site.equals("same-origin") || site.equals("none");
    }

    private static boolean isOrigin(String origin, String host) {
        int scheme = origin.indexOf("://");
        return scheme > 0
                && origin.substring(scheme + 3).toLowerCase(Locale.ROOT).equals(host.toLowerCase(Locale.ROOT));
    }
}
