package dev.beworkflows.postgres;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The settings of the embedded PostgreSQL. They are given at each start, so an edited or older configuration file does not change what is promised. */
final class PostgresSettings {
    private PostgresSettings() {}

    static List<String> arguments(int port, String marker) {
        return settings(port, marker).entrySet().stream()
                .flatMap(setting -> Stream.of("-c", setting.getKey() + "=" + setting.getValue()))
                .toList();
    }

    private static Map<String, String> settings(int port, String marker) {
        Map<String, String> settings = new LinkedHashMap<>();
        // shown in the command line of each of its processes
        settings.put("cluster_name", marker);
        settings.put("listen_addresses", "127.0.0.1");
        settings.put("port", Integer.toString(port));
        // a socket's lock file has the same stale numbers as postmaster.pid, in a folder that is not ours
        settings.put("unix_socket_directories", "");
        settings.put("fsync", "on");
        settings.put("full_page_writes", "on");
        settings.put("synchronous_commit", "on");
        settings.put("timezone", "UTC");
        settings.put("log_timezone", "UTC");
        memory(settings);
        logging(settings);
        return settings;
    }

    /** Modest, as the server and its workers live on the same machine. */
    private static void memory(Map<String, String> settings) {
        settings.put("shared_buffers", "64MB");
        settings.put("max_connections", "60");
        settings.put("max_logical_replication_workers", "0");
        settings.put("max_wal_size", "256MB");
        settings.put("min_wal_size", "32MB");
        settings.put("jit", "off");
        settings.put("io_method", "sync");
        // files in the data folder, which the next start removes; what kill -9 leaves in /dev/shm would stay for ever
        settings.put("dynamic_shared_memory_type", "mmap");
        // parallel plans need /dev/shm, of which containers usually have 64 MB
        settings.put("max_parallel_workers_per_gather", "0");
    }

    /** No statements and no details of rows: users' values do not belong into a log. */
    private static void logging(Map<String, String> settings) {
        settings.put("logging_collector", "off");
        settings.put("log_checkpoints", "off");
        settings.put("log_error_verbosity", "terse");
        settings.put("log_min_error_statement", "panic");
        settings.put("log_line_prefix", "%m [%p] ");
    }
}
