package io.github.procfs4j.cli.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Message;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Messages as Google's library for protocol buffers reads them, by a part of a published schema.
 */
public final class Schema {
  private static final String REPEATED = "[]";

  private final FileDescriptorProto.Builder file =
      FileDescriptorProto.newBuilder().setName("schema.proto");

  /** Adds a message; each field is {@code number:name:type}, with [] after it if it is repeated. */
  public Schema message(String name, String... fields) {
    DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(name);
    for (String word : fields) {
      String[] parts = word.split(":", -1);
      boolean isRepeated = parts[2].endsWith(REPEATED);
      String type = parts[2].replace(REPEATED, "");
      FieldDescriptorProto.Builder field =
          FieldDescriptorProto.newBuilder()
              .setNumber(Integer.parseInt(parts[0]))
              .setName(parts[1])
              .setLabel(isRepeated ? Label.LABEL_REPEATED : Label.LABEL_OPTIONAL);
      if (Character.isUpperCase(type.charAt(0))) {
        field.setType(FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(type);
      } else {
        field.setType(FieldDescriptorProto.Type.valueOf("TYPE_" + type.toUpperCase(Locale.ROOT)));
      }
      message.addField(field);
    }
    file.addMessageType(message);
    return this;
  }

  /** The type of one of its messages. */
  public Descriptor type(String name) {
    try {
      return FileDescriptor.buildFrom(file.build(), new FileDescriptor[0])
          .findMessageTypeByName(name);
    } catch (DescriptorValidationException e) {
      throw new AssertionError(e);
    }
  }

  /** A field; null if it is not set. */
  public static @Nullable Object get(Message message, String name) {
    FieldDescriptor field = message.getDescriptorForType().findFieldByName(name);
    return field.isRepeated() || message.hasField(field) ? message.getField(field) : null;
  }

  /** A field that must be set. */
  public static Object required(Message message, String name) {
    return Objects.requireNonNull(get(message, name), () -> name + " of " + message);
  }

  /** Whatever is not of the schema would be unknown. */
  public static void isKnown(Message message) {
    assertThat(message.getUnknownFields().asMap()).as("%s", message).isEmpty();
    message
        .getAllFields()
        .values()
        .forEach(
            value -> {
              if (value instanceof Message inner) {
                isKnown(inner);
              } else if (value instanceof Iterable<?> all) {
                all.forEach(
                    one -> {
                      if (one instanceof Message inner) {
                        isKnown(inner);
                      }
                    });
              }
            });
  }
}
