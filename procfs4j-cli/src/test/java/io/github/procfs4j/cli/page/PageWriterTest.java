package io.github.procfs4j.cli.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.procfs4j.cli.page.Chart.Form;
import io.github.procfs4j.cli.page.Chart.Range;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The content of the file, independently of a browser. */
class PageWriterTest {

  private static final double[] TIMES = {0, 0.01, 0.02};
  private static final Series USER = new Series("user", TIMES, new float[] {1, 2, 3});
  private static final Series SYSTEM = new Series("system", TIMES, new float[] {4, 5, 6});

  @Test
  void letsJustItsOwnScriptAndStyleWork() throws Exception {
    String html = html(page(USER));

    assertThat(html)
        .contains(
            "content=\"default-src 'none'; script-src '%s'; style-src '%s'; "
                    .formatted(
                        hash(only("<script>(.*?)</script>", html)),
                        hash(only("<style>(.*?)</style>", html)))
                + "base-uri 'none'; form-action 'none'\"");
  }

  @Test
  void refersToNothingOutside() throws IOException {
    String html = html(page(USER));

    String markup = html.replaceAll("(?s)<script>.*?</script>", "");
    assertThat(found("(?:src|href|action)\\s*=\\s*[\"']?([^\"'>\\s]+)", markup))
        .containsExactly("#open=cpu&amp;t=1,2.5&amp;sel=cpu%3D0&amp;go=c");
    assertThat(only("<style>(.*?)</style>", html)).doesNotContain("url(", "@import", "http");
  }

  @Test
  void carriesTheLicenceOfTheChartLibrary() throws IOException {
    assertThat(only("<!--(.*?)-->", html(page(USER))))
        .contains("uPlot", "Leon Sorokin", "Permission is hereby granted, free of charge");
  }

  @Test
  void writesSharedTimesOnce() throws IOException {
    Chart one = chart(USER, SYSTEM);
    Chart other = chart(USER);
    Chart apart = chart(new Series("apart", TIMES.clone(), new float[] {7, 8, 9}));
    String html = html(page(one, other, apart));

    // The values of three charts; the shared times, and those that are merely equal to them.
    assertThat(found("<script type=\"text/plain\" id=\"b(\\d+)\">", html)).hasSize(5);
    assertThat(found("\"times\":(\\d+)", html)).containsExactly("0", "0", "3");
    assertThat(found("\"block\":(\\d+)", html)).containsExactly("1", "2", "4");
  }

  @Test
  void namesCannotEndTheIndex() throws IOException {
    String html = html(page(chart(new Series("</script><!--&\u202e", TIMES, new float[3]))));

    assertThat(only("<script type=\"application/json\" id=\"index\">(.*?)</script>", html))
        .contains("\"name\":\"\\u003C/script\\u003E\\u003C!--\\u0026\\\\u202e\"");
  }

  @Test
  void writesTheSameUnderAnyLocale() throws IOException {
    String html = html(page(USER));
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(html(page(USER))).isEqualTo(html);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void leavesTheStreamOpen() throws IOException {
    ByteArrayOutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            throw new AssertionError("closed");
          }
        };
    PageWriter.write(page(USER), out);

    assertThat(out.toString(UTF_8)).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
  }

  @Test
  void refusesWhatCannotBeShown() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Series("x", TIMES, new float[2]))
        .withMessage("3 times but 2 values: x");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Series("x", new double[] {2, 1}, new float[2]))
        .withMessage("time 1.0 after 2.0: x");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Series("x", new double[] {Double.NaN}, new float[1]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Table(List.of("a", "b"), List.of(List.of("1"))))
        .withMessage("a row of 1 texts below 2 headings: [1]");
    assertThatIllegalArgumentException().isThrownBy(() -> new Range(1, 1));
    Series apart = new Series("apart", TIMES.clone(), new float[3]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Chart("c", "", "", Form.STACK, null, List.of(USER, apart)));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Chart("c", "c", "", "", Form.LINES, null, List.of(USER), new float[] {1}))
        .withMessageContaining("spread");
  }

  @Test
  void optionsAreNotBrokenAtTheirHyphens() throws IOException {
    Fact command = new Fact("command", "procfs record stat@1s --duration 5s -o a-b <x>");
    String html =
        html(
            new Page(
                "Title", "", null, List.of(), List.of(), List.of(command), List.of(), List.of()));
    assertThat(only("<dd>(.*?)</dd>", html))
        .isEqualTo(
            "procfs record stat@1s <span class=\"option\">--duration</span> 5s"
                + " <span class=\"option\">-o</span> a-b &lt;x&gt;");
  }

  private static Chart chart(Series... series) {
    return new Chart("CPU", "%", "", Form.LINES, Range.SHARE, List.of(series));
  }

  private static Page page(Series... series) {
    return page(chart(series));
  }

  private static Page page(Chart... charts) {
    Lane lane = new Lane("cpu", "CPU", null, List.of(new Section("CPU", List.of(charts))));
    Verdict.Target target = new Verdict.Target("cpu", "c", 1, 2.5, "cpu=0");
    Verdict verdict = new Verdict("CPU", true, List.of(new Verdict.Phrase("100 % busy", target)));
    return new Page(
        "Title", "", null, List.of(verdict), List.of(), List.of(), List.of(lane), List.of());
  }

  private static String html(Page page) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PageWriter.write(page, out);
    return out.toString(UTF_8);
  }

  private static List<String> found(String regex, String text) {
    return Pattern.compile(regex, Pattern.DOTALL)
        .matcher(text)
        .results()
        .map((MatchResult result) -> result.group(1))
        .toList();
  }

  private static String only(String regex, String text) {
    List<String> found = found(regex, text);
    assertThat(found).as(regex).hasSize(1);
    return found.getFirst();
  }

  private static String hash(String text) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    return "sha256-" + Base64.getEncoder().encodeToString(digest);
  }
}
