package io.github.procfs4j.cli.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Writes a {@link Page} as one HTML file that needs nothing else: no network, no server, no other
 * file.
 *
 * <p>The first screen and the facts are plain HTML. What scripts build, the lanes with their charts
 * and tables, is specified by one JSON text; the numbers over time are in blocks after it, which
 * the scripts unpack when they need them. The page's policy allows only the script and the style
 * sheet written here, identified by their hashes, so that even markup that was not escaped would
 * have no effect.
 */
public final class PageWriter {
  private static final Pattern OPTION = Pattern.compile("(?<!\\S)--?[a-z][a-z-]*");

  /** How many remarks are on the first screen; the others are folded. */
  private static final int WARNINGS = 2;

  private final Writer out;

  private PageWriter(Writer out) {
    this.out = out;
  }

  /** As {@link #write(Page, Writer)}, in UTF-8. */
  public static void write(Page page, OutputStream out) throws IOException {
    write(page, new OutputStreamWriter(out, UTF_8));
  }

  /**
   * Writes a page.
   *
   * @param page the page
   * @param out the writer, which must encode as UTF-8; it is flushed but not closed
   * @throws IOException if writing fails
   */
  public static void write(Page page, Writer out) throws IOException {
    Writer writer = new BufferedWriter(out, 1 << 16);
    new PageWriter(writer).write(page);
    writer.flush();
  }

  private void write(Page page) throws IOException {
    String script = Scripts.joined();
    String style = resource("uplot/uPlot.min.css") + resource("page.css");
    out.write(
        head(
            page.title(),
            script,
            style,
            """
            <!-- Charts are drawn by uPlot, https://github.com/leeoniya/uPlot

            %s
            -->
            """
                .formatted(resource("uplot/LICENSE").strip())));
    body(page);
    out.append("<script>").append(script).append("</script>\n</body>\n</html>\n");
  }

  /**
   * The beginning of a page, up to the end of its head.
   *
   * @param script the only script that may be executed
   * @param style the only style sheet
   * @param comment an HTML comment on them and a newline, or nothing
   */
  static String head(String title, String script, String style, String comment) {
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
    script-src '%s'; style-src '%s'; base-uri 'none'; form-action 'none'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>%s</title>
    %s<style>%s</style>
    </head>
    """
        .formatted(hash(script), hash(style), Html.escape(title), comment, style);
  }

  private void body(Page page) throws IOException {
    out.write("<body>\n<header id=\"top\">\n<h1>" + Html.content(page.title()) + "</h1>\n");
    if (!page.subtitle().isEmpty()) {
      out.write("<p id=\"when\">" + Html.content(page.subtitle()) + "</p>\n");
    }
    out.write("</header>\n");
    // Sentences are read after what limits them.
    if (page.subject().isInSentences()) {
      warnings(page.warnings());
      summary(page);
    } else {
      summary(page);
      warnings(page.warnings());
    }
    facts(page.facts(), page.subject());
    if (page.lanes().isEmpty()) {
      out.write(
          "<main>\n<p class=\"empty\">%s</p>\n</main>\n"
              .formatted(Html.content(page.subject().nothing())));
      return;
    }
    out.write("<noscript><p class=\"empty\">The charts need JavaScript.</p></noscript>\n");
    out.write("<main id=\"main\"></main>\n");
    PageIndex index = PageIndex.of(page);
    out.write("<script type=\"application/json\" id=\"index\">" + index.text() + "</script>\n");
    List<Supplier<String>> blocks = index.blocks();
    for (int i = 0; i < blocks.size(); i++) {
      out.write("<script type=\"text/plain\" id=\"b" + i + "\">");
      out.write(blocks.get(i).get());
      out.write("</script>\n");
    }
  }

  private void warnings(List<String> warnings) throws IOException {
    for (String warning : warnings.subList(0, Math.min(WARNINGS, warnings.size()))) {
      warning(warning);
    }
    if (warnings.size() > WARNINGS) {
      List<String> others = warnings.subList(WARNINGS, warnings.size());
      out.write(
          "<details class=\"warnings\">\n<summary>%,d more %s</summary>\n"
              .formatted(others.size(), others.size() == 1 ? "remark" : "remarks"));
      for (String warning : others) {
        warning(warning);
      }
      out.write("</details>\n");
    }
  }

  private void warning(String warning) throws IOException {
    out.write("<p class=\"warning\">" + unbroken(Html.content(warning)) + "</p>\n");
  }

  private void summary(Page page) throws IOException {
    List<Verdict> verdicts = page.verdicts();
    if (verdicts.isEmpty()) {
      return;
    }
    out.write(
        "<section id=\"verdicts\"%s aria-label=\"Summary\">\n<ul>\n"
            .formatted(page.subject().isInSentences() ? " class=\"sentences\"" : ""));
    for (Verdict verdict : verdicts) {
      out.write(
          "<li%s><strong>%s</strong><ul>"
              .formatted(
                  verdict.isRemarkable() ? " class=\"remarkable\"" : "",
                  Html.content(verdict.name())));
      for (Verdict.Phrase phrase : verdict.phrases()) {
        String text = unbroken(Html.content(phrase.text()));
        Verdict.Target target = phrase.target();
        out.write(
            target == null
                ? "<li>" + text + "</li>"
                : "<li><a href=\"%s\">%s</a></li>".formatted(link(target), text));
      }
      out.write("</ul></li>\n");
    }
    out.write("</ul>\n</section>\n");
  }

  /** The fragment that leads to a place; state.js understands it. */
  private static String link(Verdict.Target target) {
    String link = "#open=" + encoded(target.lane());
    link +=
        Double.isNaN(target.from())
            ? "&amp;t=all"
            : "&amp;t=%s,%s".formatted(seconds(target.from()), seconds(target.to()));
    if (!target.key().isEmpty()) {
      link += "&amp;sel=" + percent(Html.identity(target.key()));
    }
    return link + "&amp;go=" + encoded(target.chart().isEmpty() ? target.lane() : target.chart());
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.6f", seconds).replaceFirst("\\.?0+$", "");
  }

  /** As the scripts find it again, where invisible characters have been made visible. */
  private static String encoded(String text) {
    return percent(Html.visible(text));
  }

  private static String percent(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  /** Marks options of commands, which a browser would break at their hyphens. */
  private static String unbroken(String html) {
    return OPTION.matcher(html).replaceAll("<span class=\"option\">$0</span>");
  }

  private void facts(List<Fact> facts, Page.Subject subject) throws IOException {
    if (facts.isEmpty()) {
      return;
    }
    out.write(
        "<details id=\"facts\">\n<summary>%s</summary>\n".formatted(Html.content(subject.facts())));
    out.write("<dl class=\"facts\">\n");
    for (Fact fact : facts) {
      out.write("<div><dt>" + Html.content(fact.name()) + "</dt>");
      out.write("<dd>" + unbroken(Html.content(fact.value())) + "</dd></div>\n");
    }
    out.write("</dl>\n</details>\n");
  }

  /** Returns the hash of an inline script or style in the form of a Content-Security-Policy. */
  private static String hash(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  static String resource(String name) throws IOException {
    try (InputStream in = PageWriter.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException("the build lacks the resource " + name);
      }
      // A browser converts line ends to \n before it computes the hash.
      return new String(in.readAllBytes(), UTF_8).replace("\r\n", "\n");
    }
  }
}
