package dev.beworkflows.journal;

import io.vertx.core.Future;

/** Which keys were used for what. Every method may be called on any event loop; a Future fails when the database cannot be reached. */
public interface IdempotencyKeys {

    /** Takes the key for a request that this server works on from now on, unless it has been used. One statement: of many that come at once exactly one is {@link KeyUse.Fresh}. */
    Future<KeyUse> take(IdempotencyKey key);

    /** Keeps the answer to the request that took the key. */
    Future<Void> answer(IdempotencyKey key, KeyUse.Answer answer);

    /** Forgets a key that was taken and for which nothing was done. */
    Future<Void> giveBack(IdempotencyKey key);
}
