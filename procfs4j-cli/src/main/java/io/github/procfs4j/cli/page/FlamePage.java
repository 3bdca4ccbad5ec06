package io.github.procfs4j.cli.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/**
 * Writes a flame graph of stacks as one HTML file that needs nothing else, with the policy and the
 * escaping of {@link PageWriter}.
 */
public final class FlamePage {
  /** Its only script, which is not on other pages. */
  static final String SCRIPT = "flame.js";

  private static final String STYLE = "flame.css";

  private FlamePage() {}

  /** A frame, and the frames that it contains. */
  private static final class Node {
    long micros;
    final Map<String, Node> inner = new LinkedHashMap<>();
  }

  /**
   * Writes a page.
   *
   * @param title the heading, and the name of the browser's tab
   * @param subtitle what was sampled, in a sentence
   * @param remarks what is missing, in sentences
   * @param stacks the time of each stack in microseconds; the outermost frame is the first one
   * @param out receives the page in UTF-8; it is flushed but not closed
   * @throws IOException if writing fails
   */
  public static void write(
      String title,
      String subtitle,
      List<String> remarks,
      Map<List<String>, Long> stacks,
      OutputStream out)
      throws IOException {
    Writer page = new BufferedWriter(new OutputStreamWriter(out, UTF_8), 1 << 16);
    String script = "'use strict';\n" + PageWriter.resource(SCRIPT);
    String style = PageWriter.resource("page.css") + PageWriter.resource(STYLE);
    page.write(PageWriter.head(title, script, style, ""));
    page.write("<body>\n<header id=\"top\">\n<h1>" + Html.escape(title) + "</h1>\n");
    page.write("<p id=\"when\">" + Html.escape(subtitle) + "</p>\n</header>\n");
    for (String remark : remarks) {
      page.write("<p class=\"warning\">" + Html.escape(remark) + "</p>\n");
    }
    page.write("<noscript><p class=\"empty\">The graph needs JavaScript.</p></noscript>\n");
    page.write("<main id=\"main\"></main>\n");
    page.write("<script type=\"application/json\" id=\"index\">" + json(stacks) + "</script>\n");
    page.append("<script>").append(script).append("</script>\n</body>\n</html>\n");
    page.flush();
  }

  private static String json(Map<List<String>, Long> stacks) {
    Node root = new Node();
    stacks.forEach(
        (frames, micros) -> {
          Node node = root;
          node.micros += micros;
          for (String frame : frames) {
            node = node.inner.computeIfAbsent(Html.visible(frame), name -> new Node());
            node.micros += micros;
          }
        });
    StringWriter text = new StringWriter();
    try (JsonGenerator json = PageIndex.FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      write("all", root, json);
    }
    return text.toString();
  }

  private static void write(String name, Node node, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("name", name);
    json.writeNumberProperty("micros", node.micros);
    json.writeArrayPropertyStart("inner");
    node.inner.forEach((inner, of) -> write(inner, of, json));
    json.writeEndArray();
    json.writeEndObject();
  }
}
