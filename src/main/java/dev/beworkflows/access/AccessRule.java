package dev.beworkflows.access;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a request may go on.
 *
 * <p>With keys: whoever sends one, as far as its role goes; or the page that signed in with one and has a cookie for it. Without keys: only programs on this machine, which means no web
 * page of another origin. A browser sends requests for any page that it shows, so neither {@code Sec-Fetch-Site} nor {@code Origin} may name another site where a cookie or the
 * address alone would open, and {@code Host} must be a loopback name where no key is needed: a foreign name that was rebound to 127.0.0.1 stands there as it is.
 */
public final class AccessRule {

    /** Headers in lower case that carry credentials: never handed on, never logged. */
    public static final Set<String> CREDENTIAL_HEADERS =
            Set.of("authorization", "proxy-authorization", "cookie", "x-api-key");

    /** The cookie of a session. The prefix makes browsers refuse it from any other host or path, and without TLS (loopback excepted). */
    public static final String SESSION_COOKIE = "__Host-bew_session";

    private static final String BEARER = "Bearer ";
    private static final String ON_BEHALF_OF = "on-behalf-of";
    private static final int LONGEST_USER = 200;

    private final KeyRing keys;
    private final Set<String> trustedOrigins;
    private final InstantSource clock;

    /** @param trustedOrigins of web pages that may call, as browsers write them */
    public AccessRule(KeyRing keys, Set<String> trustedOrigins, InstantSource clock) {
        this.keys = keys;
        this.trustedOrigins = Set.copyOf(trustedOrigins);
        this.clock = clock;
    }

    public Access check(AccessRequest request) {
        Access identified = keys.isOpen() ? fromThisMachine(request) : withKey(request);
        return identified instanceof Access.Granted granted ? allowed(granted.principal(), request) : identified;
    }

    private Access allowed(Principal principal, AccessRequest request) {
        if (!principal.role().may(request.permission())) {
            return new Access.Forbidden(
                    "a key with the role " + principal.role().json() + " may not do this");
        }
        String other = request.headers().first(ON_BEHALF_OF);
        if (other == null) {
            return new Access.Granted(principal);
        }
        if (!principal.mayActForOthers()) {
            return new Access.Forbidden("this key may not act on behalf of others");
        }
        return isUser(other)
                ? new Access.Granted(principal.actingFor(other))
                : new Access.Forbidden(
                        "On-Behalf-Of names no user; expected 1 to " + LONGEST_USER + " visible ASCII characters");
    }

    /** Whether a user could be called so. */
    public static boolean isUser(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST_USER
                && name.chars().allMatch(c -> c >= 0x20 && c < 0x7F)
                && name.equals(name.strip());
    }

    private Access withKey(AccessRequest request) {
        Instant now = clock.instant();
        String sent = sentKey(request.headers());
        if (sent != null) {
            return keys.find(sent, now)
                    .<Access>map(Access.Granted::new)
                    .orElseGet(() -> new Access.KeyNeeded("the API key is not known, or not any more"));
        }
        Optional<String> cookie = cookie(request.headers(), SESSION_COOKIE);
        Optional<Principal> session = cookie.flatMap(secret -> keys.session(secret, now));
        if (session.isEmpty()) {
            return new Access.KeyNeeded("an API key is needed, as 'Authorization: Bearer <key>' or 'X-Api-Key: <key>'");
        }
        return request.changesSomething() && !isFromOwnPage(request)
                ? new Access.ForeignPage("a session is for the server's own pages; programs send the key itself")
                : new Access.Granted(session.get());
    }

    private static @Nullable String sentKey(RequestHeaders headers) {
        String authorization = headers.first("authorization");
        if (authorization == null) {
            return headers.first("x-api-key");
        }
        boolean bearer = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
        return bearer ? authorization.substring(BEARER.length()).strip() : "";
    }

    /** The secret of the session that a request belongs to. */
    public static Optional<String> session(RequestHeaders headers) {
        return cookie(headers, SESSION_COOKIE);
    }

    private static Optional<String> cookie(RequestHeaders headers, String name) {
        String all = headers.first("cookie");
        if (all == null) {
            return Optional.empty();
        }
        for (String one : all.split(";", -1)) {
            String pair = one.strip();
            if (pair.startsWith(name + "=")) {
                return Optional.of(pair.substring(name.length() + 1));
            }
        }
        return Optional.empty();
    }

    /** Browsers that say neither are too old to be trusted with a cookie. */
    private static boolean isFromOwnPage(AccessRequest request) {
        String site = request.headers().first("sec-fetch-site");
        if (site != null) {
            return isOwnSite(site);
        }
        String origin = request.headers().first("origin");
        String host = request.host();
        return origin != null && host != null && isOrigin(origin, host);
    }

    private Access fromThisMachine(AccessRequest request) {
        String host = request.host();
        if (host == null || !Loopback.isName(host)) {
            return new Access.ForeignPage(
                    "without an API key only this machine may call, under a loopback name such as localhost");
        }
        String origin = request.headers().first("origin");
        if (origin != null && trustedOrigins.contains(origin)) {
            return new Access.Granted(Principal.LOCAL);
        }
        String site = request.headers().first("sec-fetch-site");
        if (site != null && !isOwnSite(site)) {
            return new Access.ForeignPage("a web page of another site may not call");
        }
        if (origin != null && !isOrigin(origin, host)) {
            return new Access.ForeignPage("a web page of another origin may not call");
        }
        return new Access.Granted(Principal.LOCAL);
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
