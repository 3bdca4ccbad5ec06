package io.github.procfs4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.terminal.JsonLines;
import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.testing.Json;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A report as text in which no line is wrapped, and the same as JSON, which must have the same
 * content.
 */
final class TextAndJson {
  private static final int ENDLESS = 1_000_000;

  /** The text in place of remarks that are left out because there are too many. */
  private static final Pattern CUT =
      Pattern.compile("and [0-9,]+ more remarks|.* failed in other ways [0-9,]+ times more");

  private final String text;
  private final String written;
  private final Object json;

  private TextAndJson(String text, String written) {
    this.text = text;
    this.written = written;
    json = Json.parse(written);
  }

  static TextAndJson of(Recording recording) {
    StringWriter text = new StringWriter();
    ReportCommand.print(
        recording,
        Span.all(recording),
        ReportCommand.Format.TEXT,
        new Output(text, ENDLESS, false),
        false);
    return new TextAndJson(text.toString(), json(recording));
  }

  private static String json(Recording recording) {
    StringWriter json = new StringWriter();
    ReportCommand.print(
        recording,
        Span.all(recording),
        ReportCommand.Format.JSON,
        new Output(json, ENDLESS, false),
        false);
    return json.toString();
  }

  /** The report of one source, without a recording. */
  static TextAndJson of(Findings findings) {
    StringWriter text = new StringWriter();
    new TerminalReport(new Output(text, ENDLESS, false)).source(findings);
    StringWriter json = new StringWriter();
    JsonLines.write(
        new Output(json, ENDLESS, false),
        generator -> {
          generator.writeArrayPropertyStart("sources");
          JsonReport report = new JsonReport(generator);
          report.source(findings);
          generator.writeEndArray();
        });
    return new TextAndJson(text.toString(), json.toString());
  }

  String text() {
    return text;
  }

  /** The JSON as it is written. */
  String written() {
    return written;
  }

  Object json() {
    return json;
  }

  /** Checks that each remark of the text is in the JSON and vice versa. */
  TextAndJson remarks(String what) {
    List<String> lines =
        text.lines().filter(line -> line.startsWith("! ")).map(line -> line.substring(2)).toList();
    Set<String> remarks = new LinkedHashSet<>();
    collect(json, remarks);
    boolean isCut = false;
    for (String line : lines) {
      if (CUT.matcher(line).matches()) {
        isCut = true;
      } else {
        assertThat(remarks)
            .as("%s: the JSON of what the text remarks: %s", what, line)
            .anyMatch(remark -> isSame(remark, line));
      }
    }
    for (String remark : remarks) {
      assertThat(isCut || lines.stream().anyMatch(line -> isSame(remark, line)))
          .as("%s: the text of what the JSON remarks: %s", what, remark)
          .isTrue();
    }
    return this;
  }

  /** All remarks of the JSON, and its missing figures, as in the text. */
  String sentences() {
    Set<String> remarks = new LinkedHashSet<>();
    collect(json, remarks);
    List<String> notThere = new ArrayList<>();
    for (Object source : Json.list(json, "sources")) {
      for (Object figure : Json.list(source, "not_there")) {
        notThere.add("%s (%s)".formatted(Json.at(figure, "name"), Json.at(figure, "table")));
      }
    }
    return String.join("\n", remarks) + "\n" + String.join(", ", notThere);
  }

  /** In the text, the rows of a remark may precede it. */
  private static boolean isSame(String remark, String line) {
    return line.equals(remark) || line.endsWith(": " + remark);
  }

  private static void collect(@Nullable Object json, Set<String> remarks) {
    for (Object object : objects(json)) {
      Map<String, Object> members = Json.members(object);
      // A failure is shown with its problem, or only with its outcome.
      Object text =
          members.containsKey("kind")
              ? members.get("text")
              : members.getOrDefault("problem", members.get("outcome"));
      if (text != null) {
        remarks.add(Printable.line(text.toString()).stripTrailing());
      }
    }
  }

  /** All objects, at any depth. */
  static List<Object> objects(@Nullable Object json) {
    List<Object> objects = new ArrayList<>();
    switch (json) {
      case Map<?, ?> members -> {
        objects.add(members);
        members.values().forEach(member -> objects.addAll(objects(member)));
      }
      case List<?> values -> values.forEach(value -> objects.addAll(objects(value)));
      case null, default -> {}
    }
    return objects;
  }
}
