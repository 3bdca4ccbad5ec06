package io.github.procfs4j.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Which room may depend on which, and that everything the command prints goes through {@link
 * io.github.procfs4j.cli.terminal.Output}, which accepts only escaped text: so no name, argument or
 * message can control a terminal.
 */
class ArchitectureTest {
  private static final String COMMAND = "io.github.procfs4j.cli";

  private static final Set<String> PRINTERS =
      Set.of(
          PrintWriter.class.getName(),
          PrintStream.class.getName(),
          Console.class.getName(),
          FileDescriptor.class.getName());

  private static final ArchRule ONLY_OUTPUT_PRINTS =
      noClasses()
          .that(resideOutsideOfPackage(COMMAND + ".terminal"))
          .should()
          .accessTargetWhere(describe("it prints", ArchitectureTest::prints));

  private static boolean prints(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getFullName();
    return PRINTERS.contains(owner)
        || access.getName().equals("printStackTrace")
        || (owner.equals(System.class.getName())
            && Set.of("out", "err", "console").contains(access.getName()));
  }

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(COMMAND);

  /** The rooms that each room may use; the command, {@code cli}, uses all of them. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("terminal", Set.of()),
          Map.entry("page", Set.of("terminal")),
          Map.entry("report", Set.of("options", "page", "terminal")),
          Map.entry("compare", Set.of("record", "report", "page", "options", "terminal")),
          Map.entry("options", Set.of("terminal")),
          Map.entry("manual", Set.of("options", "terminal")),
          Map.entry("relations", Set.of()),
          Map.entry("duckdb", Set.of("relations")),
          Map.entry("sql", Set.of("duckdb", "relations", "options", "terminal")),
          Map.entry("parquet", Set.of()),
          Map.entry("protobuf", Set.of()),
          Map.entry("exposition", Set.of("protobuf")),
          Map.entry("http", Set.of()),
          Map.entry(
              "serve", Set.of("exposition", "http", "record", "report", "options", "terminal")),
          Map.entry(
              "export",
              Set.of(
                  "exposition",
                  "parquet",
                  "protobuf",
                  "relations",
                  "report",
                  "options",
                  "terminal")),
          Map.entry("jvm", Set.of("report")),
          Map.entry("program", Set.of("options")),
          Map.entry("record", Set.of("jvm", "program", "report", "options", "terminal")),
          Map.entry("show", Set.of("jvm", "report", "options", "terminal")),
          Map.entry("screens", Set.of("report", "terminal")),
          Map.entry("live", Set.of("screens", "record", "report", "options", "terminal")),
          Map.entry("waits", Set.of("jvm", "program", "report", "page", "options", "terminal")));

  @Test
  void aRoomUsesOnlyTheRoomsThatItMayKnow() {
    MAY_USE.forEach(
        (room, others) -> {
          Set<String> known = new HashSet<>(others);
          known.add(room);
          classes()
              .that()
              .resideInAPackage(COMMAND + "." + room)
              .should()
              .onlyDependOnClassesThat(
                  describe(
                      "are of " + known + " or no part of the command",
                      c -> isKnown(c.getPackageName(), known)))
              .check(CLASSES);
        });
  }

  private static boolean isKnown(String packageName, Set<String> rooms) {
    return !packageName.startsWith(COMMAND)
        || rooms.stream().anyMatch(room -> packageName.equals(COMMAND + "." + room));
  }

  @Test
  void onlyOutputPrints() {
    ONLY_OUTPUT_PRINTS.check(CLASSES);
  }

  @Test
  void theRuleSeesWhatItForbids() {
    assertThat(
            ONLY_OUTPUT_PRINTS
                .evaluate(new ClassFileImporter().importClasses(Offender.class))
                .getFailureReport()
                .getDetails())
        .hasSize(6);
  }

  /** Prints in each forbidden way. */
  static final class Offender {
    static void print(Exception e) {
      System.out.print("raw");
      System.err.flush();
      e.printStackTrace(new PrintWriter(new StringWriter()));
    }
  }
}
