package dev.beworkflows;

import dev.beworkflows.files.ObjectStore;
import dev.beworkflows.files.ValueFolders;
import dev.beworkflows.postgres.Database;
import dev.beworkflows.postgres.PgObjectCatalog;
import dev.beworkflows.worker.WorkerHost;
import dev.beworkflows.worker.WorkerPools;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * What executes tasks: the pools of workers, and the files that workers and server share.
 *
 * @param workers what they run on
 * @param holds is to be told of the environments, once there are any
 */
record TaskSetup(
        WorkerSetup workers,
        ObjectStore objects,
        ValueFolders values,
        WorkerHost host,
        EnvironmentHolds holds,
        WorkerPools pools) {

    /** Returns while the first workers start. Blocks; for the start-up thread. */
    static TaskSetup start(Basis basis, WorkerSetup workers, Database database) throws IOException {
        ObjectStore objects = objects(basis, workers, database);
        ValueFolders values = values(basis, workers);
        WorkerHost host = workers.start(objects, values);
        basis.takeDown().first("worker host", host::close);
        Configuration.Python settings = basis.configuration().python();
        EnvironmentHolds holds = new EnvironmentHolds();
        WorkerPools pools =
                WorkerPools.start(basis.loop(), host, settings.pool(), settings.allWorkers(), holds::occupied);
        basis.takeDown().first("workers", () -> Blocking.await(pools.close()));
        return new TaskSetup(workers, objects, values, host, holds, pools);
    }

    private static ObjectStore objects(Basis basis, WorkerSetup workers, Database database) throws IOException {
        Path shared = basis.configuration().folders().shared();
        long largest = basis.configuration().listening().limits().content().formBytes();
        return ObjectStore.open(
                basis.vertx(),
                new ObjectStore.Root(shared.resolve("files"), workers.access()),
                largest,
                new PgObjectCatalog(database),
                InstantSource.system());
    }

    private static ValueFolders values(Basis basis, WorkerSetup workers) throws IOException {
        Path folder = basis.data().folder("values");
        ValueFolders values =
                ValueFolders.open(basis.vertx(), folder, basis.configuration().values(), workers.access());
        basis.takeDown().first("values", values::close);
        return values;
    }
}
