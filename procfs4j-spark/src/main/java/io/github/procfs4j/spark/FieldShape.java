package io.github.procfs4j.spark;

import io.github.procfs4j.tables.Field;
import io.github.procfs4j.tables.Relation;
import java.io.Serializable;
import java.util.List;

/** A field of a relation of one recording, in a form that tasks can return. */
record FieldShape(
    String name, Field.Type type, int scale, Field.Role role, String unit, String meaning)
    implements Serializable {
  static List<FieldShape> of(Relation relation) {
    return relation.fields().stream()
        .map(
            field ->
                new FieldShape(
                    field.name(),
                    field.type(),
                    field.scale(),
                    field.role(),
                    field.unit(),
                    field.meaning()))
        .toList();
  }
}
