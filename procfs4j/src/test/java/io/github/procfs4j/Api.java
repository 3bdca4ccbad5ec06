package io.github.procfs4j;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.util.Comparator;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the library lets its users see. */
final class Api {
  private static final String BASE = "io.github.procfs4j";

  private Api() {}

  /** The packages that are exported to everybody. */
  static Set<String> packages() {
    try (InputStream in =
        Objects.requireNonNull(Procfs.class.getResourceAsStream("/module-info.class"))) {
      return ModuleDescriptor.read(in).exports().stream()
          .filter(exports -> !exports.isQualified())
          .map(ModuleDescriptor.Exports::source)
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The public types in these packages. */
  static Stream<Class<?>> types() {
    Set<String> exported = packages();
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages(BASE).stream()
            .filter(type -> exported.contains(type.getPackageName()))
            .filter(Api::isPublic)
            .sorted(Comparator.comparing(JavaClass::getName))
            .map(JavaClass::reflect);
  }

  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(Api::isPublic).orElse(true);
  }
}
