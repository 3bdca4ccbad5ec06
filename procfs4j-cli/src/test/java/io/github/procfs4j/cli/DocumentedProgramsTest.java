package io.github.procfs4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.Procfs;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The programs of docs/api.md compile, but for those that are marked as planned: what they take for
 * granted is declared here.
 */
class DocumentedProgramsTest {
  private static final Path DOCUMENT = Path.of("../docs/api.md");

  /** A program, and the paragraph before it. */
  private static final Pattern PROGRAM =
      Pattern.compile("(?:([^\n]+\n)+\n)?```java\n(?<program>.*?)\n```", Pattern.DOTALL);

  private static final String BEGIN =
      """
      package programs;

      import io.github.procfs4j.*;
      import io.github.procfs4j.model.*;
      import io.github.procfs4j.process.*;
      import io.github.procfs4j.recording.*;
      import io.github.procfs4j.sampling.*;
      import io.github.procfs4j.system.*;
      import java.nio.file.Path;
      import java.time.Duration;
      import java.util.List;
      import java.util.Map;
      import java.util.function.DoubleSupplier;

      abstract class NAME {
        interface Histogram {
          void record(double number);
        }

        Procfs proc;
        Sampler<Stat> stat;
        Sampler<DiskStats> disks;
        Sampler<MemInfo> memory;
        Interval interval;
        Recording recording;
        Map<Row, DoubleSupplier> meters;
        Figure utilization;
        Histogram histogram;
        boolean isRunning;
        long limit;

        abstract void alert();

        void program() throws Exception {
      """;

  private static final String END =
      """

        }
      }
      """;

  @TempDir Path classes;

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String program) {
      super(URI.create("string:///programs/" + name + ".java"), Kind.SOURCE);
      text = BEGIN.replace("NAME", name) + program + END;
    }

    @Override
    public CharSequence getCharContent(boolean ignoresErrors) {
      return text;
    }
  }

  private static List<Source> programs(String document) {
    List<Source> programs = new ArrayList<>();
    Matcher found = PROGRAM.matcher(document);
    while (found.find()) {
      if (!found.group().contains("lanned")) {
        programs.add(
            new Source("Program" + programs.size(), found.group("program").replace("\u2026", "")));
      }
    }
    return programs;
  }

  private String compile(List<? extends JavaFileObject> programs) throws URISyntaxException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String library =
        Path.of(Procfs.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toString();
    StringWriter said = new StringWriter();
    boolean isCompiled =
        compiler
            .getTask(
                said,
                null,
                null,
                List.of("-cp", library, "-proc:none", "-d", classes.toString()),
                null,
                programs)
            .call();
    return isCompiled ? "" : said.toString();
  }

  @Test
  void compile() throws Exception {
    List<Source> programs = programs(Files.readString(DOCUMENT));
    assertThat(programs).as("those that are not planned").hasSizeGreaterThanOrEqualTo(9);
    assertThat(compile(programs)).isEmpty();
  }

  @Test
  void whatDoesNotCompileIsNoticed() throws Exception {
    assertThat(compile(programs("**1. No.**\n\n```java\nproc.none();\n```\n")))
        .contains("cannot find symbol", "none()");
  }
}
