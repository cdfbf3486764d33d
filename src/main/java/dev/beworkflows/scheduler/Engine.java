package dev.beworkflows.scheduler;

import dev.beworkflows.catalog.CallableWorkflow;
import dev.beworkflows.journal.RunJournal;
import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.run.Happening;
import dev.beworkflows.run.RunHeader;
import dev.beworkflows.run.RunId;
import dev.beworkflows.task.SecretValues;
import dev.beworkflows.task.TaskAttempt;
import dev.beworkflows.task.TaskCall;
import dev.beworkflows.task.TaskExecutor;
import dev.beworkflows.task.TaskOutput;
import dev.beworkflows.task.ValueRoom;
import dev.beworkflows.workflow.TaskName;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What every run is driven with.
 *
 * @param loop owns all live runs
 */
public record Engine(
        EventLoop loop, TaskExecutor executor, TaskApis taskApis, RunJournal journal, Values values, RunLimits limits) {

    /** Where running tasks are answered. */
    public interface TaskApis {

        /**
         * Opens the door for a chain of attempts, of which each sees what those before it pushed.
         *
         * @param happens told what the tasks say and print, on any thread
         */
        List<TaskAttempt> open(List<TaskCall> chain, CallableWorkflow workflow, Consumer<Happening> happens);

        /** What the workflow's tasks may read. */
        SecretValues secrets(CallableWorkflow workflow);
    }

    /** Where runs keep values. No method blocks. */
    public interface Values {

        /** Where the large values of a run lie; nothing is made yet. */
        ValueRoom room(RunId run);

        /** Removes what lies there, soon. */
        void remove(RunId run);

        /** The run has ended; its tasks left this. On the loop of the runs. */
        void ended(RunId run, Map<TaskName, TaskOutput> outputs);

        /** Whether the uploaded files of a run lie in its folder. */
        boolean holdsUploads(RunHeader run);
    }
}
