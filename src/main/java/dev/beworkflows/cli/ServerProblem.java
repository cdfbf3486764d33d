package dev.beworkflows.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** What a server answers when it does not do what it was asked for (RFC 9457), in words. */
record ServerProblem(int status, JsonNode json) {

    int exitCode() {
        if (status == 401 || status == 403) {
            return ExitCode.NOT_REACHED;
        }
        return json.path("type").asText().equals("/problems/invalid-request") ? ExitCode.WRONG_USE : ExitCode.FAILED;
    }

    String inWords() {
        StringBuilder words = new StringBuilder(json.path("title").asText("the server answered " + status));
        String detail = json.path("detail").asText();
        if (!detail.isEmpty()) {
            words.append(": ").append(detail);
        }
        json.path("errors").forEach(error -> words.append("\n  ").append(inWords(error)));
        if (json.hasNonNull("run_id")) {
            words.append("\n  see: be-workflows logs ")
                    .append(json.path("run_id").asText());
        }
        return words.toString();
    }

    private static String inWords(JsonNode error) {
        String in = error.path("in").asText();
        String name = error.path("name").asText();
        String place = in.isEmpty() ? error.path("pointer").asText() : in + (name.isEmpty() ? "" : " '" + name + "'");
        return (place.isEmpty() ? "" : place + ": ") + error.path("message").asText() + "; expected "
                + error.path("expected").asText();
    }
}
