package dev.beworkflows.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.journal.RunChoice;
import dev.beworkflows.journal.RunStatistics;
import dev.beworkflows.journal.RunStatistics.Figures;
import dev.beworkflows.journal.RunStatistics.Question;
import dev.beworkflows.journal.RunStatistics.Times;
import dev.beworkflows.run.RunStatus;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Shows how many runs there were over a time, how they ended and how long they took. */
final class StatisticsRoutes {

    private static final Duration BY_DEFAULT = Duration.ofHours(24);
    private static final Duration LONGEST_BUCKET = Duration.ofDays(366);

    private final RunStatistics statistics;
    private final RequestReader reader;
    private final InstantSource clock;

    StatisticsRoutes(RunStatistics statistics, RequestReader reader, InstantSource clock) {
        this.statistics = statistics;
        this.reader = reader;
        this.clock = clock;
    }

    Future<Reply> ofRuns(Exchange exchange) {
        QueryArguments query = new QueryArguments(reader.query(exchange));
        RunChoice choice = RunRoutes.choice(exchange, query);
        TimeBuckets buckets = buckets(query);
        query.check();
        Question question = new Question(choice, buckets.since(), buckets.until(), buckets.length());
        return statistics.ask(question).recover(DatabaseAway::problem).map(answer -> shown(buckets, answer));
    }

    private TimeBuckets buckets(QueryArguments query) {
        Instant until =
                query.parsed("until", GivenTime::parse, GivenTime.EXPECTED).orElseGet(clock::instant);
        Instant since =
                query.parsed("since", GivenTime::parse, GivenTime.EXPECTED).orElseGet(() -> until.minus(BY_DEFAULT));
        Optional<Duration> wanted = query.optionalCount("bucket_seconds", (int) LONGEST_BUCKET.toSeconds())
                .map(Duration::ofSeconds);
        if (!since.isBefore(until)) {
            query.wrong("since", "is not before the end, which is " + until, "a time before 'until'");
            return new TimeBuckets(until.minus(BY_DEFAULT), until, BY_DEFAULT);
        }
        Duration length = wanted.orElseGet(() -> TimeBuckets.fitting(since, until));
        TimeBuckets buckets = new TimeBuckets(since, until, length);
        if (buckets.count() > TimeBuckets.MOST) {
            query.wrong(
                    "bucket_seconds",
                    "cuts the time into " + buckets.count() + " pieces",
                    "a length that makes at most " + TimeBuckets.MOST + " pieces, or none");
        }
        return buckets;
    }

    private static Reply shown(TimeBuckets buckets, RunStatistics.Answer answer) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("since", buckets.since().toString())
                .put("until", buckets.until().toString())
                .put("bucket_seconds", buckets.length().toSeconds());
        put(json.putObject("total"), answer.total());
        ArrayNode shown = json.putArray("buckets");
        for (Instant at : buckets.beginnings()) {
            put(shown.addObject().put("at", at.toString()), answer.buckets().getOrDefault(at, Figures.NONE));
        }
        return Reply.json(200, json);
    }

    private static void put(ObjectNode json, Figures figures) {
        json.put("runs", figures.count());
        for (RunStatus status : RunStatus.values()) {
            json.put(status.json(), figures.count(status));
        }
        Optional<Times> times = figures.times();
        json.put("p50_seconds", times.map(Times::half).orElse(null))
                .put("p90_seconds", times.map(Times::ninety).orElse(null))
                .put("p99_seconds", times.map(Times::ninetyNine).orElse(null))
                .put("max_seconds", times.map(Times::longest).orElse(null));
    }
}
