package io.github.procfs4j.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.zip.GZIPInputStream;

/** Archives of tar (ustar, regular files only), compressed by gzip. */
public final class TarGz {
  /** The end of their names. */
  public static final String ENDING = ".tar.gz";

  private static final int BLOCK = 512;

  private TarGz() {}

  /** The content of each file, by its path, in the order of the archive. */
  public static SequencedMap<String, byte[]> read(Path archive) {
    SequencedMap<String, byte[]> files = new LinkedHashMap<>();
    try (InputStream in = new GZIPInputStream(Files.newInputStream(archive))) {
      while (true) {
        String header = new String(in.readNBytes(BLOCK), ISO_8859_1);
        if (header.length() < BLOCK || header.charAt(0) == 0) {
          return files;
        }
        String name = header.substring(0, header.indexOf(0));
        int size = Integer.parseInt(header.substring(124, 135), 8);
        files.put(name, in.readNBytes(size));
        in.skipNBytes(-size & (BLOCK - 1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
