/** {@code procfs export}: recordings in the formats of other tools. */
@org.jspecify.annotations.NullMarked
package io.github.procfs4j.cli.export;
