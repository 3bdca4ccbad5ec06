package io.github.procfs4j.cli.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Writes a {@link Page} as one HTML file that needs nothing else: no network, no server, no other
 * file.
 *
 * <p>Headings, tables and legends are plain HTML. A chart is a {@code figure} whose data attributes
 * specify how to draw it; its arrays are at the end of the page, once each. The script unpacks and
 * draws them when they come into view. The page's policy allows only the script and the style sheet
 * written here, identified by their hashes, so that even markup that was not escaped would have no
 * effect.
 */
public final class PageWriter {
  private static final Pattern OPTION = Pattern.compile("(?<!\\S)--?[a-z][a-z-]*");

  private final Writer out;

  /** The arrays at the end of the page, in the order of their numbers. */
  private final List<Object> arrays = new ArrayList<>();

  private final IdentityHashMap<Object, Integer> numbers = new IdentityHashMap<>();

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
    String script =
        "'use strict';\n"
            + resource("uplot/uPlot.iife.min.js")
            + resource("unpack.js")
            + resource("reduce.js")
            + resource("numbers.js")
            + resource("charts.js");
    String style = resource("uplot/uPlot.min.css") + resource("page.css");
    out.write(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
        script-src '%s'; style-src '%s'; base-uri 'none'; form-action 'none'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>%s</title>
        <!-- Charts are drawn by uPlot, https://github.com/leeoniya/uPlot

        %s
        -->
        <style>%s</style>
        </head>
        """
            .formatted(
                hash(script),
                hash(style),
                Html.escape(page.title()),
                resource("uplot/LICENSE").strip(),
                style));
    body(page);
    out.append("<script>").append(script).append("</script>\n</body>\n</html>\n");
  }

  private void body(Page page) throws IOException {
    out.write("<body>\n<header>\n<h1>" + Html.escape(page.title()) + "</h1>\n");
    facts(page.facts());
    out.write("</header>\n");
    if (page.sections().isEmpty()) {
      out.write(
          "<main>\n<p class=\"empty\">Nothing was recorded that could be shown.</p>\n</main>");
      return;
    }
    contents(page.sections());
    bar(page);
    out.write("<main>\n");
    for (int i = 0; i < page.sections().size(); i++) {
      section(i, page.sections().get(i));
    }
    out.write("</main>\n");
    data();
  }

  /** Marks options of commands, which a browser would break at their hyphens. */
  private static String unbroken(String html) {
    return OPTION.matcher(html).replaceAll("<span class=\"option\">$0</span>");
  }

  private void facts(List<Fact> facts) throws IOException {
    if (facts.isEmpty()) {
      return;
    }
    out.write("<dl class=\"facts\">\n");
    for (Fact fact : facts) {
      out.write("<div><dt>" + Html.escape(fact.name()) + "</dt>");
      out.write("<dd>" + unbroken(Html.escape(fact.value())) + "</dd></div>\n");
    }
    out.write("</dl>\n");
  }

  private void contents(List<Section> sections) throws IOException {
    out.write("<nav aria-label=\"Contents\">\n<ol>\n");
    for (int i = 0; i < sections.size(); i++) {
      out.write(
          "<li><a href=\"#s%s\">%s</a></li>\n".formatted(i, Html.escape(sections.get(i).title())));
    }
    out.write("</ol>\n</nav>\n");
  }

  /** Writes the bar that remains in view, with the time span of all charts. */
  private void bar(Page page) throws IOException {
    double from = Double.POSITIVE_INFINITY;
    double to = Double.NEGATIVE_INFINITY;
    for (Section section : page.sections()) {
      for (Chart chart : section.charts()) {
        for (Series series : chart.series()) {
          double[] times = series.times();
          if (times.length > 0) {
            from = Math.min(from, times[0]);
            to = Math.max(to, times[times.length - 1]);
          }
        }
      }
    }
    if (from > to) {
      return;
    }
    out.write(
        """
        <noscript><p class="empty">The charts need JavaScript.</p></noscript>
        <div class="bar" id="bar" data-from="%s" data-to="%s"%s hidden>
        <output id="span"></output>
        <button type="button" id="all" title="The whole recording (double-click, or 0)">All</button>
        <button type="button" id="out" title="Twice as much (-)">Zoom out</button>
        <output id="cursor"></output>
        <span class="hint">Drag across a chart to zoom all of them, double-click to see all.</span>
        </div>
        """
            .formatted(from, to, page.clock() == null ? "" : data(page.clock())));
    marks(page.marks());
  }

  private void marks(List<Page.Mark> marks) throws IOException {
    if (marks.isEmpty()) {
      return;
    }
    out.write("<ul id=\"marks\" hidden>\n");
    for (Page.Mark mark : marks) {
      out.write("<li data-at=\"%s\">%s</li>\n".formatted(mark.seconds(), Html.escape(mark.text())));
    }
    out.write("</ul>\n");
  }

  private static String data(Clock clock) {
    return " data-begin=\"%s\" data-pace=\"%s\" data-offset=\"%s\" data-zone=\"%s\""
        .formatted(
            clock.begin().toEpochMilli(),
            clock.millisPerSecond(),
            clock.offset().getTotalSeconds() * 1000L,
            Html.escape(clock.zone()));
  }

  private void section(int number, Section section) throws IOException {
    out.write(
        "<section id=\"s%s\">\n<h2>%s</h2>\n".formatted(number, Html.escape(section.title())));
    Table summary = section.summary();
    if (summary != null) {
      table(summary);
    }
    if (!section.charts().isEmpty()) {
      out.write("<div class=\"charts\">\n");
      for (Chart chart : section.charts()) {
        chart(chart);
      }
      out.write("</div>\n");
    } else if (summary == null) {
      out.write("<p class=\"empty\">Nothing was recorded.</p>\n");
    }
    out.write("</section>\n");
  }

  private void table(Table table) throws IOException {
    out.write("<div class=\"table\" tabindex=\"0\">\n<table>\n<thead><tr>");
    for (String column : table.columns()) {
      out.write("<th scope=\"col\">" + Html.escape(column) + "</th>");
    }
    out.write("</tr></thead>\n<tbody>\n");
    for (List<String> row : table.rows()) {
      out.write("<tr>");
      for (int i = 0; i < row.size(); i++) {
        String text = Html.escape(row.get(i));
        out.write(i == 0 ? "<th scope=\"row\">" + text + "</th>" : "<td>" + text + "</td>");
      }
      out.write("</tr>\n");
    }
    out.write("</tbody>\n</table>\n</div>\n");
  }

  private void chart(Chart chart) throws IOException {
    // A short unit is shown at every number; a longer one only has room beside the heading.
    boolean isShort = chart.unit().length() <= 3;
    String unit = Html.escape(chart.unit());
    out.write("<figure data-unit=\"%s\"".formatted(isShort ? unit : ""));
    if (chart.form() == Chart.Form.STACK) {
      out.write(" data-stack");
    }
    Chart.Range range = chart.range();
    if (range != null) {
      out.write(" data-low=\"%s\" data-high=\"%s\"".formatted(range.low(), range.high()));
    }
    out.write(">\n<figcaption>");
    boolean hasValues = chart.series().stream().anyMatch(PageWriter::hasValues);
    if (hasValues && chart.form() == Chart.Form.LINES) {
      out.write(
          "<button type=\"button\" class=\"fit\" aria-pressed=\"false\""
              + " title=\"Let the axis cover just the values in view, not zero\">Fit</button>");
    }
    out.write("<h3>" + Html.escape(chart.title()) + "</h3>");
    if (!isShort) {
      out.write(" <span class=\"unit\">" + unit + "</span>");
    }
    if (!chart.note().isEmpty()) {
      out.write("<p class=\"note\">" + Html.escape(chart.note()) + "</p>");
    }
    out.write("</figcaption>\n");
    if (!hasValues) {
      out.write("<p class=\"empty\">No values in this recording.</p>\n</figure>\n");
      return;
    }
    out.write("<div class=\"plot\" tabindex=\"0\"></div>\n<ul class=\"legend\">\n");
    for (Series series : chart.series()) {
      out.write(
          """
          <li><button type="button" data-times="%s" data-values="%s" aria-pressed="true">\
          <i></i><bdi>%s</bdi></button> <output></output></li>
          """
              .formatted(
                  number(series.times()), number(series.values()), Html.escape(series.name())));
    }
    out.write("</ul>\n</figure>\n");
  }

  private static boolean hasValues(Series series) {
    for (float value : series.values()) {
      if (!Float.isNaN(value)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the number of an array, and adds it if it is new. */
  private int number(Object array) {
    return numbers.computeIfAbsent(
        array,
        key -> {
          arrays.add(key);
          return arrays.size() - 1;
        });
  }

  /** Writes the arrays as scripts of a type that no browser runs, the usual place for data. */
  private void data() throws IOException {
    for (int i = 0; i < arrays.size(); i++) {
      out.write("<script type=\"text/plain\" id=\"a%s\">".formatted(i));
      out.write(
          switch (arrays.get(i)) {
            case double[] times -> Packed.times(times);
            case float[] values -> Packed.values(values);
            default -> throw new AssertionError("only times and values are numbered");
          });
      out.write("</script>\n");
    }
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

  private static String resource(String name) throws IOException {
    try (InputStream in = PageWriter.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException("the build lacks the resource " + name);
      }
      // A browser converts line ends to \n before it computes the hash.
      return new String(in.readAllBytes(), UTF_8).replace("\r\n", "\n");
    }
  }
}
