package dev.beworkflows.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusTextTest {

    private static final String GOOD = """
            # HELP a_total Things
            # TYPE a_total counter
            a_total{x="1",y="\\"q\\""} 2.0
            a_total{x="2",y=""} 1.0E7
            # HELP b_seconds Times
            # TYPE b_seconds histogram
            b_seconds_bucket{le="0.1"} 1
            b_seconds_bucket{le="+Inf"} 2
            b_seconds_count 2
            b_seconds_sum 0.3
            # HELP c Now
            # TYPE c gauge
            c NaN
            """;

    @Test
    void readsWhatIsRight() {
        PrometheusText text = PrometheusText.parse(GOOD);
        assertEquals(3, text.families().size());
        assertEquals(1e7, text.value("a_total", "x=\"2\"", "y=\"\""));
        assertEquals(0.3, text.value("b_seconds_sum"));
        assertEquals(0, text.value("a_total", "x=\"3\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a_total 1\n", // no type
                "# TYPE a_total counter\na_total 1\n", // no help
                "# HELP a_total x\n# TYPE a_total counter\na_total 1", // no end
                "# HELP a_total x\n# TYPE a_total counter\n", // no samples
                "# HELP a_total x\n# TYPE a_total counter\na_total -1\n",
                "# HELP a_total x\n# TYPE a_total counter\na_total 1\na_total 1\n",
                "# HELP a_total x\n# TYPE a_total counter\na_total{x=1} 1\n",
                "# HELP a_total x\n# TYPE a_total counter\na_total{x=\"1\"y=\"2\"} 1\n",
                "# HELP a_total x\n# TYPE a_total counter\na_total 1,5\n",
                "# HELP a_total x\n# TYPE a_total counter\nb 1\n",
                "# HELP a x\n# TYPE a counter\na 1\n", // not named like a counter
                "# HELP a_total x\n# TYPE a_total gauge\na_total 1\n",
                "# HELP b x\n# TYPE b histogram\nb_bucket{le=\"+Inf\"} 2\nb_count 1\nb_sum 1\n",
                "# HELP b x\n# TYPE b histogram\nb_bucket{le=\"1\"} 2\nb_count 2\nb_sum 1\n",
                "# HELP b x\n# TYPE b histogram\nb_bucket{le=\"1\"} 2\nb_bucket{le=\"+Inf\"} 1\nb_count 1\nb_sum 1\n"
            })
    void refusesWhatIsNot(String wrong) {
        assertThrows(AssertionError.class, () -> PrometheusText.parse(wrong));
    }
}
