package dev.beworkflows.workflow;

import java.util.List;

/** What a call may send: query arguments, members of the JSON body, form fields. */
public record RequestFields(List<Field> urlArgs, List<Field> body, List<Field> form, UnknownParams unknownParams) {

    public RequestFields {
        urlArgs = List.copyOf(urlArgs);
        body = List.copyOf(body);
        form = List.copyOf(form);
    }
}
