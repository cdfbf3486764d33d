import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;

/** Counts and times the answers of one measurement. What was not answered as expected is counted apart, so that a fast error cannot win. */
final class Answers {
    private final int expected;
    private final Latencies good = new Latencies();
    private final Latencies other = new Latencies();
    private final Map<String, Integer> statuses = new TreeMap<>();
    private String first = "";
    private int firstStatus;
    private long shortest = Long.MAX_VALUE;
    private long longest;

    /** @param expected the status of a good answer */
    Answers(int expected) {
        this.expected = expected;
    }

    void add(ResponseParser response, long nanos) {
        if (statuses.isEmpty()) {
            first = response.body();
            firstStatus = response.status();
        }
        boolean isGood = response.status() == expected;
        count(Integer.toString(response.status()));
        (isGood ? good : other).add(nanos);
        if (isGood) {
            shortest = Math.min(shortest, response.length());
            longest = Math.max(longest, response.length());
        }
    }

    void addLost() {
        count("lost");
    }

    JsonObject summary() {
        JsonObject counts = new JsonObject();
        statuses.forEach(counts::put);
        return new JsonObject()
                .put("statuses", counts)
                .put("latency", good.summary())
                .put("other_latency", other.summary())
                .put("first", new JsonObject().put("status", firstStatus).put("body", first))
                .put("shortest_body", longest == 0 ? 0 : shortest)
                .put("longest_body", longest);
    }

    private void count(String status) {
        statuses.merge(status, 1, Integer::sum);
    }
}
