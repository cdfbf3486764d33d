package dev.beworkflows.http;

import java.time.Duration;

/** How much of what HTTP lets anybody send. */
public record HttpLimits(Transport transport, Content content, Json json, Streams streams) {

    public static final HttpLimits DEFAULT =
            new HttpLimits(Transport.DEFAULT, Content.DEFAULT, Json.DEFAULT, Streams.DEFAULT);

    public HttpLimits(Transport transport, Content content, Json json) {
        this(transport, content, json, Streams.DEFAULT);
    }

    /**
     * Limits of a connection.
     *
     * @param initialLineBytes method, path and query together
     * @param headerBytes all headers together
     * @param idle how long a client may let us wait: for the head of a request, for more of its body, or for it to take the answer
     * @param minBytesPerSecond what a body that is on its way, or an answer that is taken, must reach on average
     * @param http2 whether HTTP/2 without TLS is spoken too. Off, because with it Vert.x shows a connection only after its first whole request head, so that the idle
     *     limit cannot reach clients that never send one
     */
    public record Transport(
            int initialLineBytes, int headerBytes, Duration idle, int minBytesPerSecond, boolean http2) {

        public static final Transport DEFAULT =
                new Transport(64 * 1024, 32 * 1024, Duration.ofSeconds(30), 1024, false);

        public Transport {
            Limit.positive(initialLineBytes, "initialLineBytes");
            Limit.positive(headerBytes, "headerBytes");
            Limit.positive(idle.toMillis(), "idle");
            Limit.positive(minBytesPerSecond, "minBytesPerSecond");
        }
    }

    /**
     * Limits of what one request carries.
     *
     * @param bodyBytes a JSON body, an urlencoded form, or the text fields of a multipart form together
     * @param formBytes a multipart form with its files
     * @param queryBytes the query as it was sent
     * @param fields query arguments, and form fields
     * @param files in one form
     * @param fileNameCharacters of one file
     */
    public record Content(
            int bodyBytes, long formBytes, int queryBytes, int fields, int files, int fileNameCharacters) {

        public static final Content DEFAULT = new Content(10 << 20, 1L << 30, 60 * 1024, 1_000, 100, 255);

        public Content {
            Limit.positive(bodyBytes, "bodyBytes");
            Limit.positive(formBytes, "formBytes");
            Limit.positive(queryBytes, "queryBytes");
            Limit.positive(fields, "fields");
            Limit.positive(files, "files");
            Limit.positive(fileNameCharacters, "fileNameCharacters");
        }
    }

    /**
     * Limits of a JSON document.
     *
     * @param depth of nested arrays and objects
     * @param tokens values, names and brackets together
     * @param nameCharacters of a member's name
     * @param numberCharacters of a number
     * @param exponent of a number, either way
     */
    public record Json(int depth, int tokens, int nameCharacters, int numberCharacters, int exponent) {

        public static final Json DEFAULT = new Json(64, 1_000_000, 1_000, 1_000, 1_000);

        public Json {
            Limit.positive(depth, "depth");
            Limit.positive(tokens, "tokens");
            Limit.positive(nameCharacters, "nameCharacters");
            Limit.positive(numberCharacters, "numberCharacters");
            Limit.positive(exponent, "exponent");
        }
    }

    /**
     * Limits of streams of events.
     *
     * @param comment how often something is sent when there is nothing to say
     * @param drain how long a reader that does not keep up is waited for
     * @param most how many streams one server has at once
     * @param token how long an address with a token in it opens the stream
     */
    public record Streams(Duration comment, Duration drain, int most, Duration token) {

        public static final Streams DEFAULT =
                new Streams(Duration.ofSeconds(15), Duration.ofSeconds(10), 10_000, Duration.ofHours(1));

        public Streams {
            Limit.positive(comment.toMillis(), "comment");
            Limit.positive(drain.toMillis(), "drain");
            Limit.positive(most, "most");
            Limit.positive(token.toMillis(), "token");
        }
    }
}
