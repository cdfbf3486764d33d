package dev.beworkflows;

import dev.beworkflows.postgres.DatabaseAddress;
import dev.beworkflows.worker.Isolation;
import dev.beworkflows.worker.PythonInterpreter;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator wants to know first. */
record StartReport(
        Configuration configuration,
        int port,
        PythonInterpreter python,
        DatabaseAddress database,
        boolean open,
        Isolation isolation) {

    private static final Logger LOG = LoggerFactory.getLogger(StartReport.class);

    void log(Duration took) {
        LOG.info("address   {}", address());
        LOG.info("database  {}", databaseInWords());
        LOG.info(
                "python    {} {}, workers={}",
                python.executable(),
                python.version(),
                configuration.python().pool().size().inWords());
        LOG.info("data      {}", configuration.folders().data());
        LOG.info("access    {}", access());
        LOG.info("isolation {}", isolation.inWords());
        LOG.info("try       curl '{}/api/app/be_workflows/be_wf_graph/id/hello/call?name=Ada'", address());
        LOG.info("BE Workflows {} is ready after {} ms", Version.current(), took.toMillis());
    }

    private String address() {
        String host = configuration.listening().host();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private String databaseInWords() {
        String kind = configuration.database().address().isPresent() ? "PostgreSQL at " : "embedded PostgreSQL at ";
        return kind + database.host() + ":" + database.port() + "/" + database.database();
    }

    private String access() {
        return open
                ? "no key was ever made: everything is allowed to programs on this machine, nothing to others"
                : "with API keys only";
    }
}
