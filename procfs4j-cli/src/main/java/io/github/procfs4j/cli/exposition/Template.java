package io.github.procfs4j.cli.exposition;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A text with names in braces, which are replaced by their values: {@code {cpu}}, or {@code
 * {softirq|lower}} for a value in lower case.
 */
record Template(List<Part> parts) {
  private static final String LOWER = "|lower";

  /** A text, or a name. */
  private record Part(String text, boolean isName, boolean isLower) {}

  static Template parse(String text) {
    List<Part> parts = new ArrayList<>();
    int from = 0;
    for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', from)) {
      int close = text.indexOf('}', open);
      String name = text.substring(open + 1, close);
      boolean isLower = name.endsWith(LOWER);
      parts.add(new Part(text.substring(from, open), false, false));
      parts.add(
          new Part(
              isLower ? name.substring(0, name.length() - LOWER.length()) : name, true, isLower));
      from = close + 1;
    }
    parts.add(new Part(text.substring(from), false, false));
    return new Template(List.copyOf(parts));
  }

  /** The text with its names in braces. */
  @Override
  public String toString() {
    return parts.stream()
        .map(part -> part.isName ? "{" + part.text + (part.isLower ? LOWER : "") + "}" : part.text)
        .collect(Collectors.joining());
  }

  /** The names. */
  Set<String> names() {
    return parts.stream().filter(Part::isName).map(Part::text).collect(Collectors.toSet());
  }

  String fill(UnaryOperator<String> values) {
    StringBuilder filled = new StringBuilder();
    for (Part part : parts) {
      String text = part.isName ? values.apply(part.text) : part.text;
      filled.append(part.isLower ? text.toLowerCase(Locale.ROOT) : text);
    }
    return filled.toString();
  }
}
