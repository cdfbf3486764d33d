package dev.beworkflows.openapi;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Names of components, which become classes in generated clients: each once, out of letters and digits. */
final class ComponentNames {

    private final Set<String> taken = new HashSet<>();

    ComponentNames(Set<String> taken) {
        taken.forEach(name -> this.taken.add(name.toLowerCase(Locale.ROOT)));
    }

    /** {@code my-item} and {@code Row} make {@code MyItemRow}, or {@code MyItemRow2} when that is taken. */
    String of(String text, String suffix) {
        StringBuilder words = new StringBuilder();
        for (String word : text.split("[^A-Za-z0-9]+", -1)) {
            if (!word.isEmpty()) {
                words.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
            }
        }
        boolean isName = words.length() > 0 && Character.isLetter(words.charAt(0));
        String wanted = (isName ? words : "Item" + words) + suffix;
        String name = wanted;
        // generators differ in what they make of capitals
        for (int i = 2; !taken.add(name.toLowerCase(Locale.ROOT)); i++) {
            name = wanted + i;
        }
        return name;
    }
}
