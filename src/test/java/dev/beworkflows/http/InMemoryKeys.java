package dev.beworkflows.http;

import dev.beworkflows.journal.IdempotencyKey;
import dev.beworkflows.journal.IdempotencyKeys;
import dev.beworkflows.journal.KeyUse;
import io.vertx.core.Future;

/** Idempotency keys that are forgotten with the test. */
final class InMemoryKeys implements IdempotencyKeys {

    @Override
    public Future<KeyUse> take(IdempotencyKey key) {
        return Future.failedFuture("later");
    }

    @Override
    public Future<Void> answer(IdempotencyKey key, KeyUse.Answer answer) {
        return Future.failedFuture("later");
    }

    @Override
    public Future<Void> giveBack(IdempotencyKey key) {
        return Future.failedFuture("later");
    }
}
