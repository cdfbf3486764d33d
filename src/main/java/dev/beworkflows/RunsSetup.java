package dev.beworkflows;

import dev.beworkflows.catalog.CallableWorkflow;
import dev.beworkflows.files.ObjectStore;
import dev.beworkflows.files.RunFolders;
import dev.beworkflows.files.ValueFolders;
import dev.beworkflows.journal.RunJournal;
import dev.beworkflows.journal.RunQueue;
import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.run.Happening;
import dev.beworkflows.run.RunHeader;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.RunRequest;
import dev.beworkflows.scheduler.Admission;
import dev.beworkflows.scheduler.Background;
import dev.beworkflows.scheduler.Engine;
import dev.beworkflows.scheduler.RecentValues;
import dev.beworkflows.scheduler.Runs;
import dev.beworkflows.task.SecretValues;
import dev.beworkflows.task.TaskAttempt;
import dev.beworkflows.task.TaskCall;
import dev.beworkflows.task.TaskExecutor;
import dev.beworkflows.task.TaskOutput;
import dev.beworkflows.task.ValueRoom;
import dev.beworkflows.taskapi.TaskApi;
import dev.beworkflows.worker.WorkerPools;
import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.TaskName;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Builds the scheduler: one engine for runs in the foreground, one for durable ones.
 *
 * @param secrets the values of those of these names that are set
 * @param waits what is done to executors of each mode, to see how long tasks wait for them
 */
record RunsSetup(
        Configuration configuration,
        EventLoop loop,
        RunJournal journal,
        RunQueue queue,
        ObjectStore objects,
        Function<List<String>, Map<String, String>> secrets,
        BiFunction<TaskExecutor, Mode, TaskExecutor> waits) {

    Runs runs(
            WorkerPools workers,
            ValueFolders values,
            RunFolders folders,
            RecentValues recent,
            Background.Versions versions) {
        Engine foreground = new Engine(
                loop,
                waits.apply(workers, Mode.FOREGROUND),
                new Apis(),
                journal,
                new InMemory(values, recent),
                configuration.runs().limits());
        Engine durable = new Engine(
                loop,
                waits.apply(workers.background(), Mode.BACKGROUND),
                new Apis(),
                journal,
                new OnDisk(folders, recent),
                configuration.background().limits());
        Background background = new Background(
                durable,
                queue,
                versions,
                new OnDisk(folders, recent),
                configuration.background().queue(),
                InstantSource.system());
        return new Runs(
                foreground, background, new Admission(configuration.runs().atOnce(), workers));
    }

    private final class Apis implements Engine.TaskApis {
        @Override
        public List<TaskAttempt> open(List<TaskCall> chain, CallableWorkflow workflow, Consumer<Happening> happens) {
            List<TaskAttempt> attempts = new ArrayList<>(chain.size());
            TaskApi before = null;
            for (TaskCall call : chain) {
                before = new TaskApi(
                        call,
                        Optional.ofNullable(before),
                        workflow.schemas(),
                        happens,
                        objects,
                        configuration.runs().taskResultBytes());
                attempts.add(new TaskAttempt(call, before));
            }
            return attempts;
        }

        @Override
        public SecretValues secrets(CallableWorkflow workflow) {
            List<String> names = workflow.workflow().program().secrets();
            return names.isEmpty() ? SecretValues.NONE : new SecretValues(secrets.apply(names));
        }
    }

    private record InMemory(ValueFolders folders, RecentValues recent) implements Engine.Values {
        @Override
        public ValueRoom room(RunId run) {
            return folders.room(run);
        }

        @Override
        public void remove(RunId run) {
            folders.remove(run);
        }

        @Override
        public void ended(RunId run, Map<TaskName, TaskOutput> outputs) {
            recent.keep(run, outputs);
        }

        @Override
        public boolean holdsUploads(RunHeader run) {
            return false;
        }
    }

    private record OnDisk(RunFolders folders, RecentValues recent) implements Engine.Values, Background.Files {
        @Override
        public ValueRoom room(RunId run) {
            return folders.room(run);
        }

        @Override
        public void remove(RunId run) {
            folders.remove(run);
        }

        @Override
        public void ended(RunId run, Map<TaskName, TaskOutput> outputs) {
            recent.keep(run, outputs);
        }

        @Override
        public boolean holdsUploads(RunHeader run) {
            return !run.request().files().isEmpty();
        }

        @Override
        public Future<RunRequest> keep(RunId run, RunRequest request) {
            return folders.keep(run, request);
        }

        @Override
        public Future<Void> sweep(RunQueue queue) {
            return folders.all()
                    .compose(all -> Future.all(queue.known(all.keySet()), queue.succeeded(all.keySet()))
                            .map(both -> {
                                removeUnneeded(all, both.resultAt(0), both.resultAt(1));
                                return null;
                            }));
        }

        private void removeUnneeded(Map<RunId, Boolean> all, Set<RunId> known, Set<RunId> succeeded) {
            all.forEach((run, old) -> {
                if (succeeded.contains(run) || (old && !known.contains(run))) {
                    folders.remove(run);
                }
            });
        }
    }
}
