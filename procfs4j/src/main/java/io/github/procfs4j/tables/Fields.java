package io.github.procfs4j.tables;

import io.github.procfs4j.tables.Field.Role;

/** Fields that several relations have. */
final class Fields {
  static final Field HOST =
      new Field("host", Field.Type.TEXT, 0, Role.ORIGIN, "", "", "Name of the machine.");

  static final Field RECORDING =
      new Field("recording", Field.Type.TEXT, 0, Role.ORIGIN, "", "", "Name of the recording.");

  private Fields() {}

  static Field time(String name, String meaning) {
    return new Field(name, Field.Type.TIME, 0, Role.TIME, "", "", meaning);
  }

  static Field nanos(String name, String meaning) {
    return new Field(name, Field.Type.LONG, 0, Role.TIME, "", "nanoseconds", meaning);
  }

  static Field text(String name, String meaning) {
    return new Field(name, Field.Type.TEXT, 0, Role.OTHER, "", "", meaning);
  }

  static Field number(String name, String unit, String meaning) {
    return new Field(name, Field.Type.LONG, 0, Role.OTHER, "", unit, meaning);
  }
}
