package dev.beworkflows.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.access.KeyInfo;
import dev.beworkflows.access.KeyStore;
import dev.beworkflows.access.Keys;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;

/** Makes, shows and revokes keys. A key itself is in the answer that makes it, and nowhere else. */
final class KeyRoutes {

    private final Keys keys;
    private final RequestReader reader;

    KeyRoutes(Keys keys, RequestReader reader) {
        this.keys = keys;
        this.reader = reader;
    }

    Future<Reply> create(Exchange exchange) {
        return reader.json(exchange).compose(body -> {
            KeyStore.NewKey wanted = new KeyReader(body, Instant.now()).read(exchange.user());
            if (keys.isLockOut(wanted.grant())) {
                throw Problem.of(
                                ApiError.FIRST_KEY,
                                "from the first key on nobody gets in without one, so it has to be one that can make others")
                        .asException();
            }
            return keys.create(wanted).recover(DatabaseAway::problem).map(KeyRoutes::made);
        });
    }

    Future<Reply> list(Exchange exchange) {
        return keys.list().recover(DatabaseAway::problem).map(all -> {
            ObjectNode page = JsonNodeFactory.instance.objectNode();
            var items = page.putArray("items");
            all.forEach(key -> items.add(json(key)));
            return Reply.json(200, page);
        });
    }

    Future<Reply> get(Exchange exchange) {
        String id = exchange.path("key_id");
        return keys.find(id)
                .recover(DatabaseAway::problem)
                .map(found -> Reply.json(200, json(found.orElseThrow(() -> unknown(id)))));
    }

    Future<Reply> revoke(Exchange exchange) {
        String id = exchange.path("key_id");
        return keys.revoke(id).recover(DatabaseAway::problem).map(done -> switch (done) {
            case DONE -> Reply.empty(204);
            case UNKNOWN -> throw unknown(id);
            case LAST_ADMIN ->
                throw Problem.of(
                                ApiError.LAST_ADMIN,
                                "nobody could make keys any more; make another admin's key before you revoke this one")
                        .asException();
        });
    }

    private static Reply made(Keys.Made made) {
        return Reply.json(201, json(made.info()).put("key", made.secret().text()))
                .with("location", HttpRoutes.PREFIX + "/keys/" + made.info().id())
                .with("cache-control", "no-store");
    }

    private static ProblemException unknown(String id) {
        String shown = id.length() <= 100 ? id : id.substring(0, 100) + "…";
        return Problem.of(ApiError.UNKNOWN_KEY, "there is no key '" + shown + "'")
                .asException();
    }

    private static ObjectNode json(KeyInfo key) {
        KeyInfo.Grant grant = key.grant();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", key.id())
                .put("name", key.name())
                .put("hint", key.hint())
                .put("role", grant.role().json());
        grant.workflows().forEach(json.putArray("workflows")::add);
        Integer rate = grant.ratePerMinute().isPresent() ? grant.ratePerMinute().getAsInt() : null;
        return json.put("user", grant.user())
                .put("may_act_for_others", grant.mayActForOthers())
                .put("rate_per_minute", rate)
                .put("created_at", key.times().createdAt().toString())
                .put("created_by", key.times().createdBy().orElse(null))
                .put("expires_at", text(key.times().expiresAt()))
                .put("revoked_at", text(key.times().revokedAt()))
                .put("last_used_at", text(key.times().lastUsedAt()));
    }

    @SuppressWarnings("NullAway") // null is how Jackson writes null
    private static String text(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(null);
    }
}
