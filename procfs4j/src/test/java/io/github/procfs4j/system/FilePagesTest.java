package io.github.procfs4j.system;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.process.ProcessFiles;
import io.github.procfs4j.sampling.SampledFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks the pages in docs/files, one for each file: their columns and figures must agree with the
 * descriptions. {@code -Dprocfs.pages=write} rewrites that part of them.
 */
class FilePagesTest {
  private static final Path PAGES = Path.of("..", "docs", "files");
  private static final boolean IS_WRITING = "write".equals(System.getProperty("procfs.pages"));

  static Stream<SampledFile<?>> files() {
    return Stream.concat(SystemFiles.ALL.stream(), ProcessFiles.SAMPLED.stream());
  }

  private static Path page(Source source) {
    return PAGES.resolve(source.name().replace('/', '-') + ".md");
  }

  @ParameterizedTest
  @MethodSource("files")
  void aPageHoldsTheColumnsAndFiguresOfItsFile(SampledFile<?> file) throws IOException {
    Source source = file.source();
    String page = Files.readString(page(source));
    String fresh = with(with(page, "columns", columns(source)), "figures", figures(file.figures()));
    if (IS_WRITING) {
      Files.writeString(page(source), fresh);
      return;
    }
    String directory = Cgroups.isSource(source.name()) ? "" : "/proc/";
    assertThat(page).startsWith("# " + directory + source.name() + "\n");
    assertThat(page.lines().filter(line -> line.startsWith("## ")))
        .contains("## What it shows", "## How to read it", "## Kernels", "## Pitfalls", "## Cost");
    assertThat(page).as("run with -Dprocfs.pages=write to update the page").isEqualTo(fresh);
  }

  @Test
  void theIndexNamesAllPages() throws IOException {
    String index =
        "# The files of procfs that are sampled\n\n"
            + "A figure outside its limits is shown unchanged, unless the page of its file says"
            + " what is shown instead.\n"
            + "In either case the report counts these values and says so.\n\n"
            + "| file | what for |\n"
            + "| --- | --- |\n"
            + files()
                .map(SampledFile::source)
                .map(
                    source ->
                        "| [%s](%s) | %s |\n"
                            .formatted(source.name(), page(source).getFileName(), source.purpose()))
                .collect(joining());
    Path path = PAGES.resolve("README.md");
    if (IS_WRITING) {
      Files.writeString(path, index);
    }
    assertThat(Files.readString(path)).isEqualTo(index);
  }

  /** The page with another text between two markers. */
  private static String with(String page, String marker, String text) {
    Matcher place =
        Pattern.compile("(<!-- %1$s -->\n).*?(<!-- /%1$s -->)".formatted(marker), Pattern.DOTALL)
            .matcher(page);
    assertThat(place.find()).as("a place for the %s", marker).isTrue();
    return page.substring(0, place.end(1)) + text + page.substring(place.start(2));
  }

  private static String columns(Source source) throws IOException {
    StringBuilder columns =
        new StringBuilder(
            "| column | unit | kind | since | meaning |\n| --- | --- | --- | --- | --- |\n");
    for (String line : description(source).lines().skip(1).toList()) {
      String[] field = line.split("\t", -1);
      columns.append(
          "| `%s` | %s | %s | %s | %s |\n"
              .formatted(
                  field[0],
                  field[1],
                  field[2],
                  Stream.of(field[3], field[4])
                      .filter(condition -> !condition.isEmpty())
                      .collect(joining(", ")),
                  escaped(field[5])));
    }
    return columns.toString();
  }

  /** The table of the columns of a source, which is named after the class of its view. */
  private static String description(Source source) throws IOException {
    boolean isOfProcess = source.name().startsWith("pid/");
    String name = source.name().replace("pid/", "").replaceAll("pressure/.*", "pressurestall");
    Pattern file =
        Pattern.compile(
            "(process)?" + name.replaceAll("[^a-z0-9]", "") + "columns\\.tsv",
            Pattern.CASE_INSENSITIVE);
    Path directory =
        Path.of("src/main/columns/io/github/procfs4j", isOfProcess ? "process" : "system");
    try (Stream<Path> tables = Files.list(directory)) {
      return Files.readString(
          tables
              .filter(table -> file.matcher(table.getFileName().toString()).matches())
              .findFirst()
              .orElseThrow(() -> new AssertionError("no table of " + source.name())));
    }
  }

  private static String figures(List<Figure> figures) {
    if (figures.isEmpty()) {
      return "None: the report shows the columns.\n";
    }
    return "| figure | of | unit | limits | meaning | defined in |\n"
        + "| --- | --- | --- | --- | --- | --- |\n"
        + figures.stream()
            .map(
                figure ->
                    "| `%s` | %s | %s | %s | %s | %s |\n"
                        .formatted(
                            figure.name(),
                            figure.table(),
                            figure.unit(),
                            escaped(figure.limits().toString()),
                            escaped(figure.meaning() + weight(figure)),
                            escaped(figure.reference())))
            .collect(joining());
  }

  private static String weight(Figure figure) {
    return figure.weightName().equals(Figure.TIME)
        ? ""
        : " Means are weighted by " + figure.weightName() + ".";
  }

  private static String escaped(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*");
  }
}
