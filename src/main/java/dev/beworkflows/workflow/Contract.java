package dev.beworkflows.workflow;

import java.util.List;

/** What goes in and what comes out. */
public record Contract(RequestFields request, List<ResponseItem> response) {

    public Contract {
        response = List.copyOf(response);
    }
}
