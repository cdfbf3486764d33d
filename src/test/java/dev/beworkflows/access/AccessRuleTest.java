package dev.beworkflows.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRuleTest {

    private static final String SECRET = "0123456789abcdefghij";
    private static final AccessRule WITH_KEY = rule(new KeyRing(Optional.of(new ApiKey(SECRET))));
    private static final AccessRule WITHOUT_KEY = rule(new KeyRing(Optional.empty()));

    @Test
    void theKeyOpensAsBearerTokenOrInItsOwnHeader() {
        assertGranted(WITH_KEY, "evil.example", Map.of("authorization", "Bearer " + SECRET));
        assertGranted(WITH_KEY, "evil.example", Map.of("authorization", "bearer " + SECRET));
        assertGranted(WITH_KEY, "evil.example", Map.of("x-api-key", SECRET));
    }

    @Test
    void withAKeyNothingElseOpens() {
        assertKeyNeeded(Map.of());
        assertKeyNeeded(Map.of("authorization", "Basic " + SECRET));
        assertKeyNeeded(Map.of("authorization", "Bearer " + SECRET + "k"));
        assertKeyNeeded(Map.of("authorization", "Bearer "));
        assertKeyNeeded(Map.of("x-api-key", SECRET.substring(1)));
        assertKeyNeeded(Map.of("x-api-key", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:8080",
                "LOCALHOST:1",
                "127.0.0.1:8080",
                "127.1.2.3",
                "[::1]:8080",
                "[::1]",
                "app.localhost:80"
            })
    void withoutAKeyLoopbackNamesOpen(String host) {
        assertGranted(WITHOUT_KEY, host, Map.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "127.0.0.1.evil.example",
                "127.evil.example.com",
                "localhost.evil.example:8080",
                "10.0.0.1",
                "[::2]:80",
                "127.0.0",
                "127.0.0.x",
                ""
            })
    void withoutAKeyForeignNamesAreRefused(String host) {
        assertInstanceOf(Access.ForeignPage.class, check(WITHOUT_KEY, host, Map.of()));
    }

    @Test
    void withoutAKeyARequestWithoutHostIsRefused() {
        assertInstanceOf(
                Access.ForeignPage.class,
                WITHOUT_KEY.check(new AccessRequest("GET", Permission.CALL, header -> null, null)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "anything"})
    void withoutAKeyPagesOfOtherSitesAreRefused(String site) {
        assertInstanceOf(Access.ForeignPage.class, check(WITHOUT_KEY, "localhost", Map.of("sec-fetch-site", site)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "null", "http://localhost:9999", "http://localhost"})
    void withoutAKeyPagesOfOtherOriginsAreRefused(String origin) {
        assertInstanceOf(Access.ForeignPage.class, check(WITHOUT_KEY, "localhost:8080", Map.of("origin", origin)));
    }

    @Test
    void withoutAKeyOurOwnPageMayCall() {
        Map<String, String> headers = Map.of("sec-fetch-site", "same-origin", "origin", "http://localhost:8080");
        assertGranted(WITHOUT_KEY, "localhost:8080", headers);
        assertGranted(WITHOUT_KEY, "localhost:8080", Map.of("sec-fetch-site", "none"));
    }

    @Test
    void keysThatCouldBeGuessedOrNotBeSentAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new ApiKey("short"));
        assertThrows(IllegalArgumentException.class, () -> new ApiKey("with a space in the middle"));
        assertThrows(IllegalArgumentException.class, () -> new ApiKey("0123456789abcdefghiü"));
    }

    @Test
    void aKeyDoesNotShowItself() {
        assertFalse(new ApiKey(SECRET).toString().contains(SECRET));
    }

    @Test
    void aTrustedOriginMayCallWithoutAKey() {
        AccessRule trusting =
                new AccessRule(new KeyRing(Optional.empty()), Set.of("https://app.example"), InstantSource.fixed(NOW));
        Map<String, String> page = Map.of("origin", "https://app.example", "sec-fetch-site", "cross-site");
        assertGranted(trusting, "localhost:8080", page);
        assertInstanceOf(
                Access.ForeignPage.class, check(trusting, "localhost", Map.of("origin", "https://app.example.org")));
    }

    @Test
    void aKeyOpensAsFarAsItsRoleGoes() {
        for (Role role : Role.values()) {
            KeySecret secret = KeySecret.random();
            AccessRule rule = rule(ring(secret, key(role, Optional.empty(), Optional.empty())));
            for (Permission permission : Permission.values()) {
                Access access = rule.check(new AccessRequest("POST", permission, bearer(secret)::get, "far.example"));
                assertEquals(role.may(permission), access instanceof Access.Granted, role + " " + permission);
                assertTrue(access instanceof Access.Granted || access instanceof Access.Forbidden);
            }
        }
    }

    @Test
    void aKeyThatRanOutOrWasRevokedIsNotKnown() {
        KeySecret secret = KeySecret.random();
        Instant second = NOW.plusSeconds(1);
        assertInstanceOf(
                Access.Granted.class,
                check(rule(ring(secret, key(Role.ADMIN, Optional.of(second), Optional.empty()))), bearer(secret)));
        assertInstanceOf(
                Access.KeyNeeded.class,
                check(rule(ring(secret, key(Role.ADMIN, Optional.of(NOW), Optional.empty()))), bearer(secret)));
        AccessRule revoked = rule(ring(secret, key(Role.ADMIN, Optional.empty(), Optional.of(NOW))));
        assertInstanceOf(Access.KeyNeeded.class, check(revoked, bearer(secret)));
        assertInstanceOf(
                Access.KeyNeeded.class, check(revoked, Map.of()), "what a key kept closed stays closed without it");
    }

    @Test
    void onlySomeKeysActForOthers() {
        KeySecret secret = KeySecret.random();
        KeyInfo plain = key(Role.CALLER, Optional.empty(), Optional.empty());
        Map<String, String> headers = new HashMap<>(bearer(secret));
        assertEquals(Optional.of("me"), user(check(rule(ring(secret, plain)), headers)));
        headers.put("on-behalf-of", "ada");
        assertInstanceOf(Access.Forbidden.class, check(rule(ring(secret, plain)), headers));
        AccessRule service = rule(ring(secret, acting(plain)));
        assertEquals(Optional.of("ada"), user(check(service, headers)));
        for (String wrong : List.of("", " ada", "a\u0001", "ü", "x".repeat(201))) {
            headers.put("on-behalf-of", wrong);
            assertInstanceOf(Access.Forbidden.class, check(service, headers), wrong);
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "POST, KNOWN, same-origin, -, true",
                "POST, KNOWN, none, -, true",
                "POST, KNOWN, same-site, -, false",
                "POST, KNOWN, cross-site, -, false",
                "POST, KNOWN, cross-site, https://far.example, false",
                "POST, KNOWN, -, https://far.example, true",
                "POST, KNOWN, -, https://evil.example, false",
                "POST, KNOWN, -, null, false",
                "POST, KNOWN, -, -, false",
                "DELETE, KNOWN, cross-site, -, false",
                "PUT, KNOWN, -, -, false",
                "GET, CALL, cross-site, -, false",
                "GET, CALL, -, -, false",
                "GET, CALL, same-origin, -, true",
                "GET, SEE_RUNS, cross-site, -, true",
                "GET, SEE_RUNS, -, -, true",
            })
    void aSessionIsForTheServersOwnPages(
            String method, Permission permission, String site, String origin, boolean granted) {
        KeySecret session = KeySecret.random();
        KeyRing ring = ring(KeySecret.random(), key(Role.ADMIN, Optional.empty(), Optional.empty()));
        ring.replace(new KeyStore.Snapshot(
                Map.of("aa", key(Role.ADMIN, Optional.empty(), Optional.empty())),
                Map.of(session.hash(), new KeyStore.Session("k1", NOW.plusSeconds(1)))));
        Map<String, String> headers = new HashMap<>();
        headers.put("cookie", "a=b; " + AccessRule.SESSION_COOKIE + "=" + session.text() + "; c=d");
        headers.put("sec-fetch-site", site);
        headers.put("origin", origin);
        Access access = rule(ring).check(new AccessRequest(method, permission, headers::get, "far.example"));
        assertEquals(granted ? Access.Granted.class : Access.ForeignPage.class, access.getClass());
    }

    @Test
    void aSessionEndsWithItsTimeAndItsKey() {
        KeySecret session = KeySecret.random();
        Map<String, String> cookie = Map.of("cookie", AccessRule.SESSION_COOKIE + "=" + session.text());
        KeyInfo valid = key(Role.ADMIN, Optional.empty(), Optional.empty());
        KeyInfo revoked = key(Role.ADMIN, Optional.empty(), Optional.of(NOW));
        for (boolean over : new boolean[] {false, true}) {
            for (KeyInfo key : List.of(valid, revoked)) {
                KeyRing ring = new KeyRing(Optional.empty());
                Instant end = over ? NOW : NOW.plusSeconds(1);
                ring.replace(new KeyStore.Snapshot(
                        Map.of("aa", key), Map.of(session.hash(), new KeyStore.Session("k1", end))));
                Access access = rule(ring).check(new AccessRequest("GET", Permission.KNOWN, cookie::get, "x"));
                assertEquals(key == valid && !over, access instanceof Access.Granted);
            }
        }
    }

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static AccessRule rule(KeyRing ring) {
        return new AccessRule(ring, Set.of(), InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")));
    }

    private static KeyRing ring(KeySecret secret, KeyInfo key) {
        KeyRing ring = new KeyRing(Optional.empty());
        ring.replace(new KeyStore.Snapshot(Map.of(secret.hash(), key), Map.of()));
        return ring;
    }

    private static KeyInfo key(Role role, Optional<Instant> expires, Optional<Instant> revoked) {
        return new KeyInfo(
                "k1",
                "mine",
                "bew_abcd",
                new KeyInfo.Grant(role, List.of(), "me", false, OptionalInt.empty()),
                new KeyInfo.Times(NOW, Optional.empty(), expires, revoked, Optional.empty()));
    }

    private static KeyInfo acting(KeyInfo key) {
        return new KeyInfo(
                key.id(),
                key.name(),
                key.hint(),
                new KeyInfo.Grant(key.grant().role(), List.of(), "me", true, OptionalInt.empty()),
                key.times());
    }

    private static Map<String, String> bearer(KeySecret secret) {
        return Map.of("authorization", "Bearer " + secret.text());
    }

    private static Optional<String> user(Access access) {
        return assertInstanceOf(Access.Granted.class, access).principal().user();
    }

    private static Access check(AccessRule rule, Map<String, String> headers) {
        return check(rule, "far.example", headers);
    }

    private static Access check(AccessRule rule, String host, Map<String, String> headers) {
        return rule.check(new AccessRequest("GET", Permission.CALL, headers::get, host));
    }

    private static void assertGranted(AccessRule rule, String host, Map<String, String> headers) {
        assertInstanceOf(Access.Granted.class, check(rule, host, headers));
    }

    private static void assertKeyNeeded(Map<String, String> headers) {
        assertInstanceOf(Access.KeyNeeded.class, check(WITH_KEY, "localhost", headers));
    }
}
