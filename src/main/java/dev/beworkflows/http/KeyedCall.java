package dev.beworkflows.http;

import dev.beworkflows.journal.IdempotencyKey;
import dev.beworkflows.journal.IdempotencyKeys;
import dev.beworkflows.journal.KeyUse;
import io.vertx.core.Future;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what is asked under an idempotency key once, and gives the same answer again. May be used from any event loop. */
final class KeyedCall {
    private static final Logger LOG = LoggerFactory.getLogger(KeyedCall.class);

    private final IdempotencyKeys keys;
    private final RunLinks links;

    KeyedCall(IdempotencyKeys keys, RunLinks links) {
        this.keys = keys;
        this.links = links;
    }

    /** Takes the key, does the work, and keeps the answer before it is given. Work that fails gives the key back: nothing was done then. */
    Future<Reply> once(IdempotencyKey key, Supplier<Future<Reply>> work) {
        return keys.take(key)
                .recover(DatabaseAway::problem)
                .compose(use -> use instanceof KeyUse.Fresh ? work(key, work) : Future.succeededFuture(again(use)));
    }

    private Future<Reply> work(IdempotencyKey key, Supplier<Future<Reply>> work) {
        return work.get()
                .compose(
                        reply -> kept(keys.answer(key, answer(reply))).map(reply),
                        // nothing came of it; a run that was accepted all the same keeps its key
                        failure -> kept(keys.giveBack(key)).compose(given -> Future.failedFuture(failure)));
    }

    private static KeyUse.Answer answer(Reply reply) {
        return new KeyUse.Answer(reply.status(), reply.headers(), reply.body());
    }

    private static Future<Void> kept(Future<Void> kept) {
        return kept.recover(why -> {
            LOG.warn("what came of an idempotency key could not be kept next=answer cause={}", why.toString());
            return Future.succeededFuture();
        });
    }

    /** What a key that was used before is answered with. */
    Reply again(KeyUse use) {
        if (use instanceof KeyUse.Answered answered) {
            KeyUse.Answer answer = answered.answer();
            return replayed(new Reply(answer.status(), answer.headers(), answer.body()));
        }
        if (use instanceof KeyUse.Accepted accepted) {
            return replayed(links.accepted(accepted.run()));
        }
        if (use instanceof KeyUse.OtherRequest) {
            return Reply.of(Problem.of(
                    ApiError.IDEMPOTENCY_KEY_REUSED, "this Idempotency-Key was sent with another request before"));
        }
        if (use instanceof KeyUse.InProgress) {
            return Reply.of(Problem.of(ApiError.IDEMPOTENCY_IN_PROGRESS, "the same request is being worked on")
                    .withHeader("retry-after", "1"));
        }
        return Reply.of(
                Problem.of(
                        ApiError.INTERRUPTED,
                        "the server went away while it worked on this request, which may be half done; a new Idempotency-Key starts it anew"));
    }

    private static Reply replayed(Reply reply) {
        return reply.with("idempotency-replayed", "true");
    }
}
