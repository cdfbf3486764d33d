package dev.beworkflows.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.rpc.ProtocolViolation;
import dev.beworkflows.task.SecretValues;
import dev.beworkflows.task.TaskCall;
import dev.beworkflows.workflow.Edge;
import dev.beworkflows.workflow.TaskName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NotTakenTest {

    private static final TaskName SHIP = new TaskName("ship");
    private static final Edge PLAIN = new Edge(new TaskName("read"), SHIP);
    private static final Edge CONDITIONAL = new Edge(PLAIN.from(), SHIP, Optional.of("x"));

    private final ObjectNode result = JsonNodeFactory.instance.objectNode();

    @Test
    void aWorkerThatIsAskedNothingNeedNotSayAnything() {
        assertEquals(Map.of(), NotTaken.read(result, call(PLAIN)));
    }

    @Test
    void aWorkerThatSaysNothingOfConditionsBreaksTheProtocol() {
        assertThrows(ProtocolViolation.class, () -> NotTaken.read(result, call(CONDITIONAL)));
        result.putArray("not_taken");
        assertEquals(Map.of(), NotTaken.read(result, call(CONDITIONAL)));
    }

    @Test
    void aWorkerThatNamesATaskThatDoesNotFollowBreaksTheProtocol() {
        notTaken("elsewhere", "");
        assertThrows(ProtocolViolation.class, () -> NotTaken.read(result, call(PLAIN)));
    }

    @Test
    void aLongReasonIsCut() {
        notTaken("ship", "x".repeat(100_000));
        assertEquals(2_001, reason(call(PLAIN)).length());
    }

    @Test
    void noHalfOfASecretIsLeftWhereAReasonIsCut() {
        notTaken("ship", "x".repeat(1_995) + "hunter2-hunter2");
        TaskCall call =
                ProtocolExamplesTest.call(List.of(PLAIN), new SecretValues(Map.of("password", "hunter2-hunter2")));
        assertFalse(reason(call).contains("h"), reason(call));
        assertTrue(reason(call).startsWith("xxx"));
    }

    private void notTaken(String to, String reason) {
        result.putArray("not_taken").addObject().put("to", to).put("reason", reason);
    }

    private String reason(TaskCall call) {
        return NotTaken.read(result, call).getOrDefault(SHIP, "");
    }

    private static TaskCall call(Edge edge) {
        return ProtocolExamplesTest.call(List.of(edge), SecretValues.NONE);
    }
}
