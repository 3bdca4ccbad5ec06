/** Relations of recordings in DuckDB: only what is in this package calls it. */
@NullMarked
package io.github.procfs4j.cli.duckdb;

import org.jspecify.annotations.NullMarked;
