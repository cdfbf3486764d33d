package dev.beworkflows.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.worker.WaitingLine.Need;
import dev.beworkflows.workflow.WorkflowId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaitingLineTest {

    private static final long SECOND = 1_000_000_000;
    private static final PoolSettings.Shares AUTO = PoolSettings.Shares.DEFAULT;

    private long now = 77 * SECOND;
    private int runs;
    private WaitingLine<String> line = line(AUTO, 2);

    private static WaitingLine<String> line(PoolSettings.Shares shares, int workers) {
        WaitingLine<String> line = new WaitingLine<>(shares);
        line.workers(workers);
        return line;
    }

    private Lane<String> lane(String workflow) {
        return line.lane(new WorkflowId(workflow), false);
    }

    private Lane<String> background(String workflow) {
        return line.lane(new WorkflowId(workflow), true);
    }

    /** A call of a run of its own comes, and waits. */
    private void waits(Lane<String> lane, String call) {
        line.arrived(lane, now);
        line.add(lane, call, ++runs, false, now);
    }

    private void takes(Lane<String> lane) {
        line.arrived(lane, now);
        assertTrue(line.mayTake(lane, now));
        line.taken(lane, false);
    }

    private String next() {
        Lane<String> lane = line.next(now);
        assertNotNull(lane, "nobody may have the worker");
        return line.take(lane);
    }

    @Test
    void aWorkflowWithoutWorkerComesBeforeOneThatWaitsForItsSecond() {
        takes(lane("slow"));
        takes(lane("slow"));
        waits(lane("slow"), "slow 1");
        waits(lane("slow"), "slow 2");
        waits(lane("fast"), "fast 1");
        line.released(lane("slow"), SECOND);
        assertEquals("fast 1", next());
    }

    @Test
    void workflowsWithAsManyWorkersTakeTurns() {
        line.workers(4);
        List.of("a", "b", "c").forEach(name -> {
            waits(lane(name), name + 1);
            waits(lane(name), name + 2);
        });
        assertEquals(List.of("a1", "b1", "c1", "a2"), List.of(next(), next(), next(), next()));
    }

    @Test
    void whatIsBegunIsFinishedBeforeSomethingNewBegins() {
        waits(lane("chain"), "new 1");
        waits(lane("chain"), "new 2");
        line.add(lane("chain"), "second task", 0, true, now);
        assertEquals(List.of("second task", "new 1"), List.of(next(), next()));
    }

    @Test
    void aWorkflowAloneHasAllWorkers() {
        takes(lane("only"));
        takes(lane("only"));
        line.released(lane("only"), SECOND);
        assertTrue(line.mayTake(lane("only"), now));
    }

    @Test
    void aWorkerIsLeftToWhoWasCalledLatelyIfTheOthersKeepTheirsForLong() {
        takes(lane("fast"));
        line.released(lane("fast"), 1_000);
        takes(lane("slow"));
        takes(lane("slow")); // nothing is known of it yet
        line.released(lane("slow"), SECOND / 2);
        waits(lane("slow"), "slow");
        assertNull(line.next(now), "the other worker is for 'fast'");
        now += WaitingLine.RECENT_NANOS;
        assertNull(line.next(now));
        now += 1;
        assertEquals("slow", next());
    }

    @Test
    void noWorkerIsLeftToOthersByCallsThatAreSoonDone() {
        takes(lane("fast"));
        line.released(lane("fast"), 1_000);
        takes(lane("other"));
        line.released(lane("other"), 1_000_000);
        takes(lane("other"));
        takes(lane("other"));
        assertEquals(2, lane("other").busy());
    }

    @Test
    void backgroundCallsHaveSomeOfTheWorkersOnly() {
        takes(background("night"));
        waits(background("night"), "night");
        assertNull(line.next(now));
        takes(lane("day"));
        line.released(background("night"), SECOND);
        assertEquals("night", next());
    }

    @Test
    void aForegroundWorkflowWithoutWorkerComesBeforeBackgroundCallsThatHaveOne() {
        line.workers(5);
        takes(background("night"));
        takes(lane("busy"));
        takes(lane("busy"));
        waits(background("night"), "night");
        waits(lane("new"), "day");
        waits(lane("busy"), "more");
        assertEquals(List.of("day", "night", "more"), List.of(next(), next(), next()));
    }

    @Test
    void backgroundCallsAreNotStarvedByTheForeground() {
        takes(lane("day"));
        waits(background("night"), "night");
        waits(lane("day"), "day");
        waits(lane("new"), "new");
        assertEquals("night", next());
    }

    @Test
    void aFurtherWorkerIsNeededByWhatWaitedLongEnough() {
        Duration patience = Duration.ofMillis(200);
        takes(lane("a"));
        takes(lane("a"));
        waits(lane("a"), "a");
        assertEquals(Need.NONE, line.need(now, patience));
        now += SECOND;
        assertEquals(Need.MORE, line.need(now, patience));
        waits(lane("b"), "b");
        now += SECOND;
        assertEquals(Need.FIRST, line.need(now, patience));
    }

    @Test
    void noFurtherWorkerIsNeededByCallsThatMayNotHaveIt() {
        line = line(new PoolSettings.Shares(OptionalInt.of(1), OptionalInt.empty()), 2);
        takes(background("night"));
        waits(background("night"), "night");
        now += SECOND;
        assertEquals(Need.NONE, line.need(now, Duration.ofMillis(200)));
    }

    @Test
    void workflowsThatAreNotCalledAnyMoreAreForgotten() {
        takes(lane("done"));
        line.released(lane("done"), 1);
        takes(lane("busy"));
        waits(lane("waits"), "call");
        for (int i = 0; i < WaitingLine.REMEMBERED; i++) {
            assertEquals(0, lane("w" + i).busy());
        }
        assertNull(line.known(new WorkflowId("done")));
        assertEquals(1, lane("busy").busy());
        assertEquals("call", next());
    }

    /** Calls of many workflows come, wait, leave and end at random; after every step the line is what it promises to be. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void keepsItsPromisesWhateverHappens(long seed) {
        for (int walk = 0; walk < 60; walk++) {
            new Walk(new Random(seed * 1_000 + walk)).run(400);
        }
    }

    /** A pool without workers: what it does is what {@link Dispatcher} does. */
    private static final class Walk {

        private final Random random;
        private final int workers;
        private final PoolSettings.Shares shares;
        private final WaitingLine<String> line;
        private final List<Lane<String>> lanes = new ArrayList<>();
        private final List<Lane<String>> serving = new ArrayList<>();
        private final List<Integer> passedOver = new ArrayList<>();
        private final List<List<String>> expected = new ArrayList<>();
        private long now = 5 * SECOND;
        private int calls;

        Walk(Random random) {
            this.random = random;
            this.workers = 1 + random.nextInt(6);
            this.shares = new PoolSettings.Shares(
                    random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(1 + random.nextInt(workers)),
                    random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(1 + random.nextInt(workers)));
            this.line = line(shares, workers);
            int number = 1 + random.nextInt(6);
            for (int i = 0; i < number; i++) {
                lanes.add(line.lane(new WorkflowId("w" + i), random.nextInt(3) == 0));
                passedOver.add(0);
                expected.add(new ArrayList<>());
            }
        }

        void run(int steps) {
            for (int i = 0; i < steps; i++) {
                now += (long) (random.nextDouble() * (random.nextInt(20) == 0 ? 2 * SECOND : SECOND / 50));
                switch (random.nextInt(5)) {
                    case 0, 1 -> arrive(random.nextInt(lanes.size()));
                    case 2 -> leave(random.nextInt(lanes.size()));
                    default -> end();
                }
                serve();
                assertNobodyWaitsForNothing();
            }
            while (!serving.isEmpty() || !line.isEmpty()) {
                now += 2 * SECOND;
                end();
                serve();
            }
            assertEquals(0, line.busy());
            assertEquals(0, line.size());
            assertEquals(0, line.foregroundCalls());
        }

        private void arrive(int which) {
            Lane<String> lane = lanes.get(which);
            line.arrived(lane, now);
            if (serving.size() < workers && !lane.isWaiting() && line.mayTake(lane, now)) {
                assertShare(lane);
                line.taken(lane, false);
                serving.add(lane);
            } else {
                String call = "call " + calls++;
                boolean begun = random.nextInt(4) == 0;
                line.add(lane, call, call, begun, now);
                List<String> order = expected.get(which);
                order.add(
                        begun
                                ? (int) order.stream()
                                        .filter(other -> other.startsWith("+"))
                                        .count()
                                : order.size(),
                        (begun ? "+" : "") + call);
            }
        }

        private void leave(int which) {
            List<String> order = expected.get(which);
            if (!order.isEmpty()) {
                String call = order.remove(random.nextInt(order.size()));
                assertTrue(line.remove(lanes.get(which), call.replace("+", "")));
            }
            if (order.isEmpty()) {
                passedOver.set(which, 0); // who comes back is the last again
            }
        }

        private void end() {
            if (!serving.isEmpty()) {
                Lane<String> lane = serving.remove(random.nextInt(serving.size()));
                line.released(lane, (long) (random.nextDouble() * SECOND / 10));
            }
        }

        private void serve() {
            while (serving.size() < workers) {
                Lane<String> lane = line.next(now);
                if (lane == null) {
                    return;
                }
                assertTurn(lane);
                assertShare(lane);
                int which = lanes.indexOf(lane);
                assertEquals(expected.get(which).remove(0).replace("+", ""), line.take(lane));
                serving.add(lane);
            }
        }

        /** Who has no worker, of the background taken together, is served before all others have been served once. */
        private void assertTurn(Lane<String> chosen) {
            for (int i = 0; i < lanes.size(); i++) {
                Lane<String> lane = lanes.get(i);
                boolean hasNone = lane.isBackground() ? busy(true) == 0 : lane.busy() == 0;
                boolean isPassedOver = lane != chosen && lane.isWaiting() && hasNone;
                passedOver.set(i, isPassedOver ? passedOver.get(i) + 1 : 0);
                assertTrue(passedOver.get(i) < lanes.size(), "starved");
            }
        }

        /** Called before the lane gets one more. */
        private void assertShare(Lane<String> lane) {
            if (lane.isBackground()) {
                assertTrue(busy(true) < shares.background().orElse(Math.max(1, workers - 1)));
            } else if (lanes.stream().anyMatch(other -> other != lane && other.isWaiting() && !other.isBackground())) {
                assertTrue(lane.busy() < shares.workflow().orElse(Math.max(1, workers - 1)), "more than its share");
            }
        }

        /** While a worker is idle, whoever waits has its share. */
        private void assertNobodyWaitsForNothing() {
            if (serving.size() == workers) {
                return;
            }
            for (Lane<String> lane : lanes) {
                if (lane.isWaiting() && lane.isBackground()) {
                    assertEquals(shares.background().orElse(Math.max(1, workers - 1)), busy(true));
                } else if (lane.isWaiting()) {
                    assertTrue(lane.busy() >= shares.workflow().orElse(Math.max(1, workers - 1)), "waits for nothing");
                    assertTrue(lanes.stream().anyMatch(other -> other != lane && isAbout(other)), "for nobody");
                }
            }
        }

        private boolean isAbout(Lane<String> lane) {
            return !lane.isBackground() && (lane.isWaiting() || now - lane.lastArrival() <= WaitingLine.RECENT_NANOS);
        }

        private int busy(boolean background) {
            return (int) serving.stream()
                    .filter(lane -> lane.isBackground() == background)
                    .count();
        }
    }
}
