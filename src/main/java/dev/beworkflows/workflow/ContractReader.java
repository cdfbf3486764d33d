package dev.beworkflows.workflow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads what goes in and what comes out. */
final class ContractReader {

    static final Set<String> ITEM = Set.of("key", "label", "desc", "fields");

    private final FieldReader fields;
    private final int mostItems;

    ContractReader(DefinitionLimits limits) {
        this.fields = new FieldReader(limits);
        this.mostItems = limits.fields();
    }

    Contract read(Place root) {
        UnknownParams unknown = root.member("unknown_params").choice(UnknownParams.class, UnknownParams.REFUSE);
        RequestFields request = new RequestFields(
                fields.read(root.member("url_args"), FieldReader.Role.PARAMETER),
                fields.read(root.member("body"), FieldReader.Role.PARAMETER),
                fields.read(root.member("form"), FieldReader.Role.FORM),
                unknown);
        return new Contract(request, response(root.member("response")));
    }

    private List<ResponseItem> response(Place list) {
        List<ResponseItem> items = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (Place place : list.elements("fields", mostItems)) {
            if (place.isObjectOf("a response item", ITEM, Set.of())) {
                String key = FieldReader.name(place.member("key"), keys);
                About about = new About(
                        place.member("label").text().orElse(""),
                        place.member("desc").text().orElse(""));
                items.add(new ResponseItem(key, about, fields.read(place.member("fields"), FieldReader.Role.RESPONSE)));
            }
        }
        return items;
    }
}
