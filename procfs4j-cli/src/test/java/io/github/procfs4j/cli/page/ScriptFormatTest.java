package io.github.procfs4j.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Scripts and style sheets are formatted by Prettier, which runs in the browser of the other tests.
 * With {@code -Dprocfs.pages=write} they are rewritten in its style.
 */
class ScriptFormatTest {

  private static final Path SOURCES = Path.of("src/main/resources/io/github/procfs4j/cli/page");

  private static final boolean IS_WRITING = "write".equals(System.getProperty("procfs.pages"));

  @Test
  void scriptsAndStyleSheetsAreFormatted() throws IOException {
    List<String> unformatted = new ArrayList<>();
    try (Browser browser = Browser.start();
        Stream<Path> files = Files.list(SOURCES)) {
      for (String part : List.of("standalone", "babel", "estree", "postcss")) {
        browser.run(Files.readString(Path.of("target/prettier", part + ".js")));
      }
      for (Path file : files.sorted().toList()) {
        String text = Files.readString(file);
        String formatted =
            browser.ask(
                """
                const [text, parser] = arguments;
                return prettier.format(text, {
                  parser, plugins: Object.values(prettierPlugins), printWidth: 100, singleQuote: true,
                });
                """,
                text,
                file.toString().endsWith(".css") ? "css" : "babel");
        if (!formatted.equals(text)) {
          if (IS_WRITING) {
            Files.writeString(file, formatted);
          } else {
            unformatted.add(file.getFileName().toString());
          }
        }
      }
    }
    assertThat(unformatted).as("-Dprocfs.pages=write rewrites them").isEmpty();
  }

  @Test
  void allModulesAreOnThePage() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(n -> n.endsWith(".js") && !n.equals(FlamePage.SCRIPT)))
          .containsExactlyInAnyOrderElementsOf(Scripts.MODULES);
    }
  }
}
