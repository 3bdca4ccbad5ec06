package io.github.procfs4j.jmh;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.procfs4j.Procfs;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The profiler uses JMH and what the library exports to everyone, and nothing else. */
class ArchitectureTest {
  private static final String OWN = ArchitectureTest.class.getPackageName();

  private static final Pattern OTHERS =
      Pattern.compile("(java|joptsimple|org\\.openjdk\\.jmh|org\\.jspecify)\\..*");

  /** The jar or directory of a class. */
  private static Path place(Class<?> of) throws URISyntaxException {
    return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  @Test
  void onlyTheApiIsUsed() throws URISyntaxException {
    Set<String> exported =
        ModuleFinder.of(place(Procfs.class))
            .find("io.github.procfs4j")
            .orElseThrow()
            .descriptor()
            .exports()
            .stream()
            .filter(exports -> !exports.isQualified())
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toSet());
    assertThat(exported).contains(Procfs.class.getPackageName());
    classes()
        .should()
        .onlyDependOnClassesThat(
            describe(
                "are of the API, of JMH or of the JDK",
                c ->
                    c.getPackageName().equals(OWN)
                        || exported.contains(c.getPackageName())
                        || c.isPrimitive()
                        || c.isArray()
                        || OTHERS.matcher(c.getName()).matches()))
        .check(new ClassFileImporter().importPath(place(ProcfsProfiler.class)));
  }
}
