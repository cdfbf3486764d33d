package dev.beworkflows;

import java.util.Locale;

/** Everything that can be set, with its default: by environment variable, or by an option of the command line, which comes first. */
enum Setting {
    HOST("127.0.0.1", "address to listen on; beyond loopback only with an admin's key"),
    PORT("8080", "port to listen on; 0: any free one"),
    DATA("data", "folder for everything that lasts"),
    SHARED(
            "",
            "folder that all servers on one database share, for stored objects and the files of background runs; empty: the data folder"),
    WATCH("", "folder whose workflow folders are published whenever they are saved; empty: none"),
    DATABASE_URL("", "postgresql://user:password@host:port/database; empty: an embedded PostgreSQL in the data folder"),
    DATABASE_POOL("8", "connections to the database"),
    PYTHON("python3", "interpreter for tasks, 3.9 or newer"),
    ISOLATION(
            "auto",
            "how far tasks are kept from the server and from each other: off, auto (as far as the machine can), required (no start without every layer)"),
    WORKER_UID(
            "60987",
            "user and group that workers run as when the server is root; nobody else's, the same on all servers that share a folder"),
    PYTHONS(
            "",
            "further interpreters that workflows can choose, with commas between them, such as python3.12,python3.13"),
    UV(
            "auto",
            "uv, which builds environments faster than pip; auto: when it is on the PATH; none: pip does it; else its path"),
    WHEELS("", "folder of wheel files from which environments are built as well; empty: none"),
    OFFLINE("false", "whether environments are built without an index, from the folder of wheels alone"),
    INDEX_URL(
            "",
            "address of the package index, such as https://user:password@packages.example/simple; empty: that of pip or uv"),
    BUILD_SOURCES(
            "false",
            "whether packages may be installed that are there as source only, which runs their code as the server's user"),
    ENVIRONMENT_BUILDS("1", "environments that are built at once"),
    ENVIRONMENT_RESOLVE("60s", "how long finding the packages for a workflow's requirements may take"),
    ENVIRONMENT_BUILD("15m", "how long building an environment may take"),
    KEEP_ENVIRONMENTS("720h", "how long an environment is kept that nobody uses"),
    WORKERS(
            "auto",
            "Python processes: a number such as 4, or a range such as 2..8, more being started while calls wait; auto: from one per core, at least 2, to twice as many"),
    WORKER_IDLE("60s", "how long a worker above the least number may have nothing to do before it is stopped"),
    POOL_IDLE(
            "15m",
            "how long the last worker of an environment may have nothing to do before it is stopped; the server's own interpreter keeps the least number"),
    ALL_WORKERS(
            "auto", "Python processes of all environments together; auto: twice as many as BEW_WORKERS allows for one"),
    WORKER_TASKS(
            "1000000",
            "after so many tasks, a tenth more or less, a worker is replaced by one that is ready; 0: never"),
    WORKER_GROWTH(
            "300MiB",
            "a worker is replaced when it has grown by more than this since its first task; 0: it may grow up to the limit of memory"),
    WORKER_AGE("24h", "after so long, a tenth more or less, a worker is replaced; off: never"),
    WORKFLOW_WORKERS(
            "auto",
            "workers that foreground calls of one workflow may have at once while other workflows are called; auto: all but one, at least one"),
    WAITING_CALLS("1000", "foreground calls that may wait for a worker, of one workflow half as many; more get a 503"),
    EXPECTED_WAIT(
            "2s",
            "a call that would have to wait longer for a worker, and longer than two runs of its workflow take, gets a 503 at once"),
    API_KEY(
            "",
            "an admin's key that is in no database, at least 32 characters; sent as 'Authorization: Bearer KEY'; empty: none"),
    SECRETS_KEY(
            "",
            "what secrets are encrypted with, at least 32 random characters; the same on all servers; empty: the key in the file"),
    SECRETS_KEY_FILE("", "file with that key; empty: secrets.key in the shared folder, made when it is missing"),
    SESSION("12h", "how long the page stays signed in"),
    RATE("0", "requests a minute that a key may send to this server unless it says otherwise; 0: any number"),
    CORS_ORIGINS(
            "",
            "origins of web pages that may call with a key, such as https://app.example.com, with commas between them"),
    RUN_TIMEOUT("300s", "how long a run may take unless its workflow says"),
    TASK_TIMEOUT("300s", "how long an attempt of a task may take unless the task says"),
    TASK_MEMORY(
            "auto",
            "memory of a worker and of all that its task starts; tasks and workflows may ask for less; auto: half of the machine's, or of the container's; 0: any"),
    TASK_ADDRESS_SPACE(
            "auto",
            "address space of a worker, where an allocation fails with MemoryError; auto: four times the machine's memory, at least 64 GiB; 0: any"),
    TASK_THREADS("auto", "threads of numeric libraries in a worker; auto: the cores by the workers, at least one"),
    TASK_OPEN_FILES("4096", "files that a worker may have open; 0: as many as the server"),
    WORKER_WAIT(
            "15s", "how long a call waits for a worker at most, whatever was expected, before its caller gets a 503"),
    WORKER_START("30s", "how long a Python process may take to start"),
    STOP_GRACE(
            "10s",
            "how long runs may go on after SIGTERM; then foreground runs are cancelled and background runs given back"),
    BACKGROUND_WORKERS(
            "auto", "workers that tasks of background runs may have at once; auto: all but one, at least one"),
    BACKGROUND_RUNS("32", "background runs under way at once on this server"),
    BACKGROUND_RUN_TIMEOUT("24h", "how long a background run may take from its start unless its workflow says"),
    BACKGROUND_TASK_TIMEOUT("24h", "how long an attempt of a task of a background run may take unless the task says"),
    FOREGROUND_RUNS("1000", "foreground runs under way at once on this server; more get a 503"),
    QUEUED_RUNS("100000", "background runs that may wait, over all servers; about so many, then calls get a 503"),
    LEASE("30s", "for how long a server owns a background run without a word; after that others take it over"),
    POLL("1s", "how often the queue is looked at, whatever is heard of it"),
    SCHEDULE_GRACE("60s", "how late a scheduled time may be before it counts as missed"),
    WORKER_LOSSES("3", "how many workers a background run may take with it before it is given up"),
    SERVER_LOSSES("20", "how often its server may be lost before a background run is given up"),
    KEEP_RUNS("720h", "how long the records of ended runs are kept"),
    KEEP_KEYS("24h", "how long an idempotency key is kept"),
    MESSAGE_RATE("200", "messages a second that one run may send on average; those above are counted and left out"),
    MAX_BODY("10MiB", "largest JSON body or urlencoded form of a call"),
    MAX_UPLOAD("1GiB", "largest multipart form of a call, files included"),
    MAX_FIELDS("1000", "most query arguments, and most text fields of a form"),
    MAX_FILES("100", "most files of a form"),
    MAX_QUERY("60KiB", "longest query"),
    MAX_HEADERS("32KiB", "largest request headers"),
    MAX_JSON_DEPTH("64", "deepest nesting of a JSON body"),
    IDLE_TIMEOUT("30s", "how long a client may keep the server waiting for its request, or for taking the answer"),
    EVENT_COMMENT("15s", "how often a stream of events says something when there is nothing to say"),
    EVENT_DRAIN("10s", "how long a reader of events that does not keep up is waited for before it is disconnected"),
    EVENT_STREAMS("10000", "most open streams of events; more get a 503"),
    EVENT_TOKEN("1h", "how long the token in an events_url opens its stream"),
    METRICS_WORKFLOWS("100", "workflows with numbers of their own in /metrics; more are counted together as (other)"),
    OTEL_ENDPOINT(
            "",
            "collector that gets a trace of each run, OTLP over HTTP, such as http://127.0.0.1:4318; empty: none does"),
    OTEL_HEADERS("", "headers for the collector, such as 'authorization=Bearer KEY', with commas between them"),
    OTEL_SAMPLE(
            "1",
            "which part of the traces that begin here is sent, from 0 to 1; of callers' traces their own word counts"),
    MAX_TASKS("500", "most tasks of a workflow"),
    MAX_CODE("200000", "longest source of a task, in characters"),
    MAX_MESSAGE("16MiB", "longest message between server and worker, rows of one ti.response_data included"),
    INLINE_VALUE("64KiB", "up to which size a pushed value travels in a message; larger ones go through a file"),
    RUN_VALUES("4GiB", "how much the large pushed values of one run may take"),
    VALUES_MEMORY(
            "auto",
            "how much of shared memory may be in use before large values go to the data folder; auto: half of it"),
    RECENT_VALUES(
            "16MiB",
            "how much memory keeps the small pushed values of the latest runs, so that a task can be tried with them; 0: none"),
    TASK_RESULT_LIMIT("64MiB", "how much of rows, metadata and small pushed values one attempt of a task may leave"),
    TASK_OUTPUT_LIMIT("1MiB", "how much output of one attempt of a task is kept"),
    RECORD_QUEUE("10000", "most finished runs that wait to be written to the database");

    private final String defaultText;
    private final String description;

    Setting(String defaultText, String description) {
        this.defaultText = defaultText;
        this.description = description;
    }

    String variable() {
        return "BEW_" + name();
    }

    String option() {
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String defaultText() {
        return defaultText;
    }

    String description() {
        return description;
    }

    /** Its value must never be shown. */
    boolean isSecret() {
        return this == API_KEY
                || this == DATABASE_URL
                || this == SECRETS_KEY
                || this == OTEL_HEADERS
                || this == INDEX_URL;
    }
}
