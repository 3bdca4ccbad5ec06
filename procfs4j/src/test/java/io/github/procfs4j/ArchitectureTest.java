package io.github.procfs4j;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.PROTECTED;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.foreign.Linker;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which room may depend on which: the arrows of docs/architecture.md. */
class ArchitectureTest {
  private static final String BASE = "io.github.procfs4j";

  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPath(Path.of("target/classes"));

  /** The rooms that each room may use; "" is the root package. */
  private static final Map<String, Set<String>> MAY_USE =
      new TreeMap<>(
          Map.ofEntries(
              entry("printable", Set.of()),
              entry("text", Set.of()),
              entry("replay", Set.of("model", "text")),
              entry("io", Set.of()),
              entry("model", Set.of("model.slots", "model.changes", "printable")),
              entry("model.slots", Set.of("model", "printable")),
              entry("model.changes", Set.of("model", "model.slots")),
              entry(
                  "sampling",
                  Set.of("model", "model.changes", "replay", "text", "io", "printable")),
              entry("system", Set.of("process", "sampling", "model", "text", "io", "printable")),
              entry("machine", Set.of("sampling", "model", "text", "io", "printable")),
              entry("process", Set.of("sampling", "model", "text", "io", "printable")),
              entry(
                  "processes",
                  Set.of(
                      "process",
                      "sampling",
                      "model",
                      "model.slots",
                      "replay",
                      "text",
                      "io",
                      "printable")),
              entry(
                  "metrics",
                  Set.of(
                      "",
                      "system",
                      "processes",
                      "process",
                      "sampling",
                      "model",
                      "text",
                      "io",
                      "printable")),
              entry("output", Set.of()),
              entry(
                  "recording",
                  Set.of(
                      "system",
                      "sampling",
                      "model",
                      "model.slots",
                      "model.changes",
                      "text",
                      "output",
                      "printable")),
              entry(
                  "tables",
                  Set.of(
                      "",
                      "recording",
                      "processes",
                      "sampling",
                      "model",
                      "model.slots",
                      "printable")),
              entry(
                  "",
                  Set.of(
                      "system",
                      "machine",
                      "process",
                      "processes",
                      "sampling",
                      "model",
                      "printable"))));

  private static String packageOf(String room) {
    return room.isEmpty() ? BASE : BASE + "." + room;
  }

  @Test
  void everyRoomIsKnown() {
    Set<String> rooms = new TreeSet<>();
    CLASSES.forEach(c -> rooms.add(c.getPackageName()));
    assertThat(rooms)
        .containsExactlyInAnyOrderElementsOf(
            MAY_USE.keySet().stream().map(ArchitectureTest::packageOf).toList());
  }

  @Test
  void aRoomUsesOnlyTheRoomsThatItMayKnow() {
    MAY_USE.forEach(
        (room, others) -> {
          String[] allowed =
              Stream.concat(Stream.of(room), others.stream())
                  .map(ArchitectureTest::packageOf)
                  .toArray(String[]::new);
          classes()
              .that()
              .resideInAPackage(packageOf(room))
              .should()
              .onlyDependOnClassesThat(
                  resideInAnyPackage(allowed)
                      .or(
                          resideInAnyPackage(
                              "java..", "javax.management", "org.jspecify.annotations")))
              .because("room «" + room + "» may use " + Arrays.toString(allowed))
              .check(CLASSES);
        });
  }

  @Test
  void noRoomsUseEachOtherInACircle() {
    slices().matching(BASE + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onlyIoCallsNatively() {
    noClasses()
        .that(resideInAPackage(packageOf("io")).negate())
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Linker.class)
        .because("the C library is called in one room")
        .check(CLASSES);
    assertThat(CLASSES.get("io.github.procfs4j.io.CLibrary").getDirectDependenciesFromSelf())
        .as("the rule sees what it forbids")
        .anyMatch(dependency -> dependency.getTargetClass().isEquivalentTo(Linker.class));
  }

  /**
   * javac warns about this too, but it also warns about annotations, which consumers need not have.
   */
  @Test
  void whatIsExportedNamesOnlyWhatIsExported() {
    Set<String> exported = new TreeSet<>();
    for (ModuleDescriptor.Exports exports : Procfs.class.getModule().getDescriptor().exports()) {
      if (!exports.isQualified()) {
        exported.add(exports.source());
      }
    }
    assertThat(exported).contains(BASE, packageOf("system"));
    Set<String> hidden = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      if (exported.contains(type.getPackageName()) && type.getModifiers().contains(PUBLIC)) {
        for (JavaCodeUnit code : type.getCodeUnits()) {
          if (isApi(code)) {
            code.getAllInvolvedRawTypes().stream()
                .map(JavaClass::getBaseComponentType)
                .filter(
                    named ->
                        named.getPackageName().startsWith(BASE)
                            && !exported.contains(named.getPackageName()))
                .forEach(named -> hidden.add(code.getFullName() + " names " + named.getName()));
          }
        }
        for (JavaField field : type.getFields()) {
          JavaClass named = field.getRawType().getBaseComponentType();
          if (isApi(field)
              && named.getPackageName().startsWith(BASE)
              && !exported.contains(named.getPackageName())) {
            hidden.add(field.getFullName() + " names " + named.getName());
          }
        }
      }
    }
    assertThat(hidden).isEmpty();
  }

  private static boolean isApi(JavaMember member) {
    return !Collections.disjoint(member.getModifiers(), Set.of(PUBLIC, PROTECTED));
  }
}
