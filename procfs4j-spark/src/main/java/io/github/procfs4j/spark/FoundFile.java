package io.github.procfs4j.spark;

import java.io.Serializable;

/**
 * A file that is read as a recording.
 *
 * @param path its complete path, with the scheme of its file system
 * @param bytes its length when it was found; what is appended later is not read
 */
record FoundFile(String path, long bytes) implements Serializable {}
