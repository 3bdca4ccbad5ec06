package io.github.procfs4j.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.sampling.OnceFile;
import io.github.procfs4j.sampling.SampledFile;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An input that begins with a line with the name of a file of procfs. Any other line also selects a
 * file, by its letters, so that no input is wasted.
 *
 * @param file a {@link SampledFile} or {@link OnceFile}
 * @param rest what follows the line
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Chosen(Object file, byte[] rest) {
  private static final int LONGEST_NAME = 40;

  /** The sampled files, by name. */
  static final Map<String, SampledFile<?>> SAMPLED = new LinkedHashMap<>();

  /** The files that are read once, by name. */
  static final Map<String, OnceFile<?>> ONCE = new LinkedHashMap<>();

  static {
    Procfs.sampledFiles().forEach(file -> SAMPLED.put(file.source().name(), file));
    Procfs.sampledProcessFiles().forEach(file -> SAMPLED.put(file.source().name(), file));
    Procfs.onceFiles().forEach(file -> ONCE.put(file.source().name(), file));
    Procfs.onceProcessFiles().forEach(file -> ONCE.put(file.source().name(), file));
  }

  /** Selects from all files. */
  static Chosen of(byte[] input) {
    Map<String, Object> all = new LinkedHashMap<>(SAMPLED);
    all.putAll(ONCE);
    return of(input, all);
  }

  /** The file, which must be a sampled one. */
  SampledFile<?> sampled() {
    return (SampledFile<?>) file;
  }

  /** Selects from some files. */
  static Chosen of(byte[] input, Map<String, ?> files) {
    int end = 0;
    while (end < input.length && end < LONGEST_NAME && input[end] != '\n') {
      end++;
    }
    String name = new String(input, 0, end, ISO_8859_1);
    Object file = files.get(name);
    if (file == null) {
      List<String> names = new ArrayList<>(files.keySet());
      file = files.get(names.get(Math.floorMod(name.hashCode(), names.size())));
    }
    return new Chosen(
        Objects.requireNonNull(file),
        Arrays.copyOfRange(input, Math.min(end + 1, input.length), input.length));
  }

  /** The input that selects a file and continues with {@code rest}. */
  static byte[] input(String file, byte[]... rest) {
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    input.writeBytes((file + "\n").getBytes(ISO_8859_1));
    for (byte[] part : rest) {
      input.writeBytes(part);
    }
    return input.toByteArray();
  }
}
