package io.github.procfs4j;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The API of the library. */
final class Api {
  private static final Pattern EXPORTED = Pattern.compile("exports ([a-z0-9.]+);");

  private Api() {}

  /** The packages that are exported to all modules. */
  static Set<String> packages() {
    try {
      return EXPORTED
          .matcher(Files.readString(Path.of("src/main/java/module-info.java")))
          .results()
          .map(exports -> exports.group(1))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The public types in these packages. */
  static Stream<Class<?>> types() {
    Set<String> exported = packages();
    return new ClassFileImporter()
        .importUrl(Procfs.class.getProtectionDomain().getCodeSource().getLocation()).stream()
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
