/** Files of Apache Parquet, written without another library. */
@NullMarked
package io.github.procfs4j.cli.parquet;

import org.jspecify.annotations.NullMarked;
