package dev.beworkflows;

import dev.beworkflows.http.HttpMeters;
import dev.beworkflows.http.HttpSetup;
import dev.beworkflows.http.HttpVerticle;
import dev.beworkflows.http.UploadFolder;
import dev.beworkflows.metrics.Meters;
import dev.beworkflows.postgres.Database;
import dev.beworkflows.worker.Isolation;
import dev.beworkflows.worker.IsolationLayer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What listens: the HTTP server, with health and meters. Blocks; for the start-up thread. */
record ListenSetup(Basis basis, UploadFolder uploads, HttpSetup.Ports ports, HttpSetup.Health health) {

    static ListenSetup prepare(ServerParts parts, Meters meters) throws StartException, IOException {
        Basis basis = parts.basis();
        WorkerSetup workers = parts.tasks().workers();
        HttpSetup.Ports ports = parts.ports();
        UploadFolder uploads = Blocking.result(UploadFolder.open(basis.vertx(), workers.uploads(), workers.access()));
        HttpMeters measured = meters.http(basis.vertx(), parts.sources(uploads));
        HttpSetup.Health health = health(parts.stored().database(), measured, workers.isolation());
        return new ListenSetup(basis, uploads, ports, health);
    }

    /** Returns when it answers. */
    HttpVerticle listen(HttpSetup.Guard guard) throws StartException {
        Configuration.Listening listening = basis.configuration().listening();
        HttpVerticle verticle = new HttpVerticle(new HttpSetup(
                basis.loop(),
                new HttpSetup.Listen(listening.host(), listening.port()),
                listening.limits(),
                guard,
                uploads,
                ports,
                health));
        try {
            Blocking.await(basis.vertx().deployVerticle(verticle));
        } catch (StartException e) {
            throw new StartException(
                    "cannot listen on " + listening.host() + " port " + listening.port() + ": " + e.getMessage());
        }
        return verticle;
    }

    private static HttpSetup.Health health(Database database, HttpMeters meters, Isolation isolation) {
        Map<String, Boolean> layers = new LinkedHashMap<>();
        for (IsolationLayer layer : IsolationLayer.values()) {
            layers.put(layer.json(), isolation.has(layer));
        }
        HttpSetup.Isolation told =
                new HttpSetup.Isolation(isolation.settings().level().text(), layers);
        return new HttpSetup.Health(Version.current(), Map.of("database", database::ping), meters, told);
    }
}
